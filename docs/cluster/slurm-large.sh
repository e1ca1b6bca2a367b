#!/usr/bin/env bash
# One large image on SLURM: one shard of its blocks per task of the array, then
#   sbatch --dependency=afterok:<job> --wrap "$RWKV_SSS join output=..."
# Submit with: sbatch --array=1-40 --export=ALL,IMAGE=/data/slide.ome.zarr,OUTPUT=/data/slide.ome.zarr/labels/nuclei slurm-large.sh
#SBATCH --job-name=rwkv-sss-large
#SBATCH --cpus-per-task=2
#SBATCH --mem=4G
#SBATCH --time=04:00:00
#SBATCH --requeue
set -euo pipefail
: "${IMAGE:?path of the image}" "${OUTPUT:?label image to write}"
RWKV_SSS=${RWKV_SSS:-"java -Xmx2g -cp $HOME/rwkv-sss/jars/* io.github.rwkvsss.command.CommandLine"}
export OMP_NUM_THREADS=${SLURM_CPUS_PER_TASK:-1} OPENBLAS_NUM_THREADS=${SLURM_CPUS_PER_TASK:-1}
# memory: blocks are cut alike for all tasks by whoever begins; give it, so that it does not depend on who that is.
# shellcheck disable=SC2086
exec $RWKV_SSS segment_large image="$IMAGE" output="$OUTPUT" model="${MODEL:-nuclei-2d}" table=true \
  memory="${MEMORY:-700}" shard="$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" ${OPTIONS:-}
