#!/usr/bin/env bash
# A folder of images on SLURM: one shard per task of the array, then
#   sbatch --dependency=afterok:<job> --wrap "$RWKV_SSS join images=... output=..."
# Submit with: sbatch --array=1-40 --export=ALL,IMAGES=/data/plate,OUTPUT=/data/plate-out,RWKV_SSS=... slurm-batch.sh
#SBATCH --job-name=rwkv-sss
#SBATCH --cpus-per-task=2
#SBATCH --mem=4G
#SBATCH --time=04:00:00
#SBATCH --requeue
set -euo pipefail
: "${IMAGES:?folder of the images}" "${OUTPUT:?folder for the results}"
# How the plugin is started on your cluster; its own memory and threads are set here.
RWKV_SSS=${RWKV_SSS:-"java -Xmx2g -cp $HOME/rwkv-sss/jars/* io.github.rwkvsss.command.CommandLine"}
export OMP_NUM_THREADS=${SLURM_CPUS_PER_TASK:-1} OPENBLAS_NUM_THREADS=${SLURM_CPUS_PER_TASK:-1}
# A task that is run again, after a node failed or the time was up, goes on where it ended.
# shellcheck disable=SC2086
exec $RWKV_SSS batch images="$IMAGES" output="$OUTPUT" model="${MODEL:-nuclei-2d}" table=true \
  shard="$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" ${OPTIONS:-}
