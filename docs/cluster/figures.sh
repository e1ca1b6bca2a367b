#!/usr/bin/env bash
# What docs/scale.md states of whole runs, measured again: figures.sh <folder> [plane] [volume] [scaling] [images]
#   plane    one process, four shards of which one is killed, and Spark with two executors of which one machine's is killed:
#            the same label image and table of a drawn plane
#   volume   the same of a drawn volume
#   scaling  one process from 2,048 x 2,048 to 20,000 x 20,000 pixels: processor seconds per megapixel, resident memory
#   images   200 images: batch, two shards, Spark with one and with two executors
# Resumable: a step that is done is not done again; delete its row in <folder>/steps.csv to repeat it. First, in the project's folder:
#   mvn -B install -DskipTests && mvn -B -q -f spark test-compile
# Needs bash, GNU time and 30 GB of disk for the full sizes. Sizes and models by the environment, see below.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
OUT=$(mkdir -p "${1:?folder for images and results}" && cd "$1" && pwd)
shift
parts=${*:-plane volume scaling images}
EDGE=${EDGE:-16384} SLICES=${SLICES:-512} ROWS=${ROWS:-1024} EDGES=${EDGES:-"2048 8192 20000"} IMAGES=${IMAGES:-200} IMAGE=${IMAGE:-512}
MEMORY=${MEMORY:-600} MEMORY3D=${MEMORY3D:-4000} HEAP3D=${HEAP3D:-5g} WORKER=${WORKER:-6g} STEPS=${STEPS:-300} STEPS3D=${STEPS3D:-150} THREADS=${THREADS:-1}
TILE=${TILE:-512} TILE3D=${TILE3D:-64} NATIVE=${NATIVE:-$here/target/native}
JAVA=${JAVA:-java} PORT=${PORT:-7177}
command -v /usr/bin/time >/dev/null || { echo "needs GNU time as /usr/bin/time"; exit 2; }
export OMP_NUM_THREADS=$THREADS OPENBLAS_NUM_THREADS=$THREADS

# Class paths, by Maven unless they are given.
if [ -z "${CLASSES:-}" ]; then
  [ -s "$OUT/classpath" ] || mvn -q -B -f "$here" dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$OUT/classpath"
  CLASSES=$here/target/test-classes:$here/target/classes:$(cat "$OUT/classpath")
fi
spark_classes() {
  if [ -z "${SPARK_CLASSES:-}" ]; then
    [ -s "$OUT/spark-classpath" ] || mvn -q -B -f "$here/spark" dependency:build-classpath -Dmdep.includeScope=test \
      -Dmdep.outputFile="$OUT/spark-classpath"
    SPARK_CLASSES=$here/spark/target/classes:$here/target/classes:$(cat "$OUT/spark-classpath")
  fi
}


log() { echo "$(date +%T) $*"; }
[ -s "$OUT/steps.csv" ] || echo "step,wall s,processor s,peak resident MiB,exit" > "$OUT/steps.csv"
done_before() { grep -q "^$1,.*,0\$" "$OUT/steps.csv"; }
note() { # step, file of GNU time
  awk -v step="$1" -v OFS=, '/signal/ {signal = "signal " $NF} END {print step, $1, $2 + $3, int($4 / 1024), signal ? signal : $5}' "$2" >> "$OUT/steps.csv"
}
# step <name> <command>: unless it is done; its words go to <name>.log
step() {
  local name=$1
  shift
  done_before "$name" && return 0
  log "$name"
  # NB: GNU time starts Java itself, so the memory is Java's, libraries included.
  /usr/bin/time -f '%e %U %S %M %x' -o "$OUT/$name.time" "$@" > "$OUT/$name.log" 2>&1 || { note "$name" "$OUT/$name.time"; log "$name failed: $OUT/$name.log"; exit 1; }
  note "$name" "$OUT/$name.time"
}
java_step() { # name, heap, arguments of the command line
  local name=$1 heap=$2
  shift 2
  step "$name" "$JAVA" "-Xmx$heap" "-Drwkvsss.native.build=$NATIVE" -cp "$CLASSES" io.github.rwkvsss.command.CommandLine "$@"
}
tool_step() { # name, program, arguments
  local name=$1 program=$2
  shift 2
  step "$name" "$JAVA" -Xmx2g "-Drwkvsss.native.build=$NATIVE" -cp "$CLASSES" "io.github.rwkvsss.block.$program" "$@"
}
# Java under GNU time, in the background: sets $timer, $child.
start() { # log, command
  local file=$1
  shift
  /usr/bin/time -f '%e %U %S %M %x' -o "$file.time" "$@" > "$file" 2>&1 &
  timer=$!
  child=
  while [ -z "$child" ] && kill -0 "$timer" 2>/dev/null; do child=$(pgrep -P "$timer" || true); done
}
blocks() { find "$1" -name '*.block' 2>/dev/null | wc -l; }
# Waits until a work has that many blocks, or its process has ended.
await_blocks() { while [ "$(blocks "$1")" -lt "$2" ] && kill -0 "$3" 2>/dev/null; do sleep 0.2; done; }
# How many blocks a work has, from the sentence that it begins with.
total() { sed -n 's/.* pixels in \([0-9]*\) blocks of .*/\1/p' "$1" | head -1; }

models() {
  tool_step draw-training LargeDrawingSet "$OUT/training" 12 256 256
  tool_step light LightModel 2 "$OUT/light.zip"
  java_step train 2g train images="$OUT/training/images" labels="$OUT/training/labels" output="$OUT/light-nuclei.zip" \
    start_from="$OUT/light.zip" steps="$STEPS" batch=8 patch=128 learning_rate=0.003 validate_every=100 threads="$THREADS" name=light-nuclei
}
models_3d() {
  tool_step draw-training-3d LargeDrawingSet "$OUT/training3d" 4 48 128 128
  tool_step light-3d LightModel 3 "$OUT/light3d.zip"
  java_step train-3d 2g train images="$OUT/training3d/images" labels="$OUT/training3d/labels" output="$OUT/light-nuclei-3d.zip" dimensions=3 \
    start_from="$OUT/light3d.zip" steps="$STEPS3D" batch=2 patch=16,64,64 learning_rate=0.003 validate_every=75 threads="$THREADS" name=light-nuclei-3d
}

# Spark's own programs, each a Java of its own on the loopback address. Their processor time is that of master, workers and executors.
cluster_up() { # number of workers
  spark_classes
  mkdir -p "$OUT/spark-home/jars"
  export SPARK_HOME=$OUT/spark-home SPARK_LOCAL_IP=127.0.0.1 SPARK_SCALA_VERSION=2.13
  cluster=()
  start "$OUT/$2-master.log" "$JAVA" -Xmx256m -cp "$SPARK_CLASSES" org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$PORT" --webui-port 0
  cluster+=("$child:$timer:master")
  until grep -q ALIVE "$OUT/$2-master.log"; do kill -0 "$timer"; sleep 0.2; done
  for ((w = 1; w <= $1; w++)); do
    start "$OUT/$2-worker$w.log" "$JAVA" -Xmx256m -cp "$SPARK_CLASSES" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --webui-port 0 \
      --cores 1 --memory "$WORKER" --work-dir "$OUT/spark-work/$w" "spark://127.0.0.1:$PORT"
    cluster+=("$child:$timer:worker$w")
    until grep -q "Successfully registered" "$OUT/$2-worker$w.log"; do kill -0 "$timer"; sleep 0.2; done
  done
}
cluster_down() { # name of the step; adds what its processes took
  local part
  for part in "${cluster[@]}"; do
    kill "${part%%:*}" 2>/dev/null || true
    wait "$(echo "$part" | cut -d: -f2)" 2>/dev/null || true
    note "$1-${part##*:}" "$OUT/$1-${part##*:}.log.time"
  done
  cluster=()
}
cluster=()
trap 'for part in ${cluster[@]+"${cluster[@]}"}; do pkill -9 -P "${part%%:*}" || true; kill -9 "${part%%:*}" || true; done 2>/dev/null' EXIT
spark_submit() { # log, class, arguments; sets $timer, $child
  local file=$1 class=$2
  shift 2
  start "$file" "$JAVA" -Xmx1g "-Drwkvsss.native.build=$NATIVE" -Dspark.master="spark://127.0.0.1:$PORT" -Dspark.driver.host=127.0.0.1 \
    -Dspark.executor.memory="$EXECUTOR" -Dspark.executor.cores=1 -Dspark.executor.memoryOverhead=1g -Dspark.executor.extraClassPath="$SPARK_CLASSES" \
    -Dspark.executor.extraJavaOptions="-Drwkvsss.native.build=$NATIVE" -cp "$SPARK_CLASSES" "io.github.rwkvsss.spark.$class" "$@"
}

same_three_ways() { # name, model, heap, memory, tile
  local name=$1 model=$2 heap=$3 memory=$4 tile=$5 k part image=$OUT/$1.ome.zarr
  local keys=(image="$image" model="$model" memory="$memory" tile="$tile")
  java_step "$name-one" "$heap" segment_large "${keys[@]}" table=true output="$OUT/$name-one.ome.zarr"
  local count
  count=$(total "$OUT/$name-one.log")
  # Four shards, two at a time; the second is killed when a part of the blocks is there, and run again.
  local large=("$JAVA" "-Xmx$heap" "-Drwkvsss.native.build=$NATIVE" -cp "$CLASSES" io.github.rwkvsss.command.CommandLine segment_large
    "${keys[@]}" table=true output="$OUT/$name-shards.ome.zarr")
  if ! done_before "$name-join"; then
    local rest=(2 3 4)
    if [ ! -e "$OUT/$name-killed" ]; then
      log "$name: shards 1 and 2, of which 2 is killed"
      rm -rf "$OUT/$name-shards.ome.zarr.blocks"
      start "$OUT/$name-shard1.log" "${large[@]}" shard=1/4
      local first=$timer
      # Whoever begins measures the image; the second finds the plan.
      while [ ! -e "$OUT/$name-shards.ome.zarr.blocks/plan.txt" ] && kill -0 "$first"; do sleep 0.2; done
      start "$OUT/$name-shard2-killed.log" "${large[@]}" shard=2/4
      while [ ! -e "$OUT/$name-shards.ome.zarr.blocks/$(printf %010d $((count / 4 + count / 8))).block" ] && kill -0 "$child"; do sleep 0.1; done
      kill -9 "$child"
      wait "$timer" || true
      echo "shard 2 killed; $(blocks "$OUT/$name-shards.ome.zarr.blocks") of $count blocks are there" | tee "$OUT/$name-killed"
      note "$name-shard2-killed" "$OUT/$name-shard2-killed.log.time"
      wait "$first"
      note "$name-shard1" "$OUT/$name-shard1.log.time"
    fi
    local running=()
    for k in "${rest[@]}"; do
      done_before "$name-shard$k" && continue
      log "$name: shard $k"
      start "$OUT/$name-shard$k.log" "${large[@]}" shard="$k/4"
      running+=("$k:$timer")
      if ((${#running[@]} == 2)); then
        wait "${running[0]##*:}"
        note "$name-shard${running[0]%%:*}" "$OUT/$name-shard${running[0]%%:*}.log.time"
        running=("${running[1]}")
      fi
    done
    for part in ${running[@]+"${running[@]}"}; do
      wait "${part##*:}"
      note "$name-shard${part%%:*}" "$OUT/$name-shard${part%%:*}.log.time"
    done
    java_step "$name-join" "$heap" join output="$OUT/$name-shards.ome.zarr"
  fi
  tool_step "$name-same-shards" SameLabels "$OUT/$name-one.ome.zarr" "$OUT/$name-shards.ome.zarr"
  cmp "$OUT/$name-one-table.csv" "$OUT/$name-shards-table.csv"
  # Spark with two executors; one worker is killed with its executor.
  if ! done_before "$name-spark"; then
    log "$name: Spark, of whose two workers one is killed"
    rm -rf "$OUT/$name-spark.ome.zarr.blocks"
    EXECUTOR=$heap
    cluster_up 2 "$name-spark"
    spark_submit "$OUT/$name-spark.log" SparkSegment "${keys[@]}" results=labels,table output="$OUT/$name-spark.ome.zarr"
    await_blocks "$OUT/$name-spark.ome.zarr.blocks" $((count / 3)) "$timer"
    local victim=${cluster[1]%%:*}
    local executor
    executor=$(pgrep -P "$victim" || true)
    kill -0 "$timer" && [ -n "$executor" ]
    # shellcheck disable=SC2086
    kill -9 "$victim" $executor
    echo "worker 1 and its executor killed; $(blocks "$OUT/$name-spark.ome.zarr.blocks") of $count blocks are there" | tee -a "$OUT/$name-killed"
    wait "$timer" || { log "failed: $OUT/$name-spark.log"; exit 1; }
    note "$name-spark" "$OUT/$name-spark.log.time"
    cluster_down "$name-spark"
  fi
  tool_step "$name-same-spark" SameLabels "$OUT/$name-one.ome.zarr" "$OUT/$name-spark.ome.zarr"
  cmp "$OUT/$name-one-table.csv" "$OUT/$name-spark-table.csv"
  tail -q -n 1 "$OUT/$name-one.log" "$OUT/$name-same-shards.log" "$OUT/$name-same-spark.log"
}

for part in $parts; do
  case $part in
    plane)
      models
      tool_step draw-plane LargeDrawing "$EDGE" "$EDGE" "$OUT/plane.ome.zarr"
      same_three_ways plane "$OUT/light-nuclei.zip" 1g "$MEMORY" "$TILE"
      ;;
    volume)
      models_3d
      tool_step draw-volume LargeDrawing "$SLICES" "$ROWS" "$ROWS" "$OUT/volume.ome.zarr"
      same_three_ways volume "$OUT/light-nuclei-3d.zip" "$HEAP3D" "$MEMORY3D" "$TILE3D"
      ;;
    scaling)
      models
      # What a start costs: 64 x 64 pixels.
      tool_step draw-64 LargeDrawing 64 64 "$OUT/scale-64.ome.zarr"
      java_step scale-64 1g segment_large image="$OUT/scale-64.ome.zarr" output="$OUT/scale-64-labels.ome.zarr" model="$OUT/light-nuclei.zip" \
        memory="$MEMORY" tile="$TILE"
      for edge in $EDGES; do
        tool_step "draw-$edge" LargeDrawing "$edge" "$edge" "$OUT/scale-$edge.ome.zarr"
        java_step "scale-$edge" 1g segment_large image="$OUT/scale-$edge.ome.zarr" output="$OUT/scale-$edge-labels.ome.zarr" \
          model="$OUT/light-nuclei.zip" memory="$MEMORY" tile="$TILE"
      done
      edge=${EDGES%% *}
      java_step segment-64 3g segment input="$OUT/scale-64.ome.zarr" output="$OUT/scale-64-segment.ome.zarr" model="$OUT/light-nuclei.zip" tile="$TILE"
      java_step "segment-$edge" 3g segment input="$OUT/scale-$edge.ome.zarr" output="$OUT/scale-$edge-segment.ome.zarr" \
        model="$OUT/light-nuclei.zip" tile="$TILE"
      ;;
    images)
      models
      tool_step draw-images LargeDrawingSet "$OUT/folder" "$IMAGES" "$IMAGE" "$IMAGE"
      keys=(images="$OUT/folder/images" model="$OUT/light-nuclei.zip" tile="$TILE")
      batch=("$JAVA" -Xmx700m "-Drwkvsss.native.build=$NATIVE" -cp "$CLASSES" io.github.rwkvsss.command.CommandLine batch "${keys[@]}" table=true)
      OMP_NUM_THREADS=2 OPENBLAS_NUM_THREADS=2 step images-batch-2-threads "${batch[@]}" output="$OUT/images-batch"
      step images-batch-1-thread "${batch[@]}" output="$OUT/images-batch1"
      if ! done_before images-join; then
        log "images: two shards of one thread"
        start "$OUT/images-shard1.log" "${batch[@]}" output="$OUT/images-shards" shard=1/2
        first=$timer
        start "$OUT/images-shard2.log" "${batch[@]}" output="$OUT/images-shards" shard=2/2
        wait "$timer"
        wait "$first"
        note images-shard1 "$OUT/images-shard1.log.time"
        note images-shard2 "$OUT/images-shard2.log.time"
        java_step images-join 700m join images="$OUT/folder/images" output="$OUT/images-shards"
      fi
      for executors in 1 2; do
        name=images-spark-$executors
        done_before "$name" && continue
        log "images: Spark with $executors"
        EXECUTOR=700m
        cluster_up "$executors" "$name"
        spark_submit "$OUT/$name.log" SparkBatch "${keys[@]}" results=labels,table output="$OUT/$name"
        wait "$timer"
        note "$name" "$OUT/$name.log.time"
        cluster_down "$name"
      done
      for other in images-batch1 images-shards images-spark-1 images-spark-2; do
        diff -rq -x 'batch-status*' "$OUT/images-batch" "$OUT/$other"
      done
      echo "images: $(find "$OUT/images-batch" -name '*.tif' | wc -l) label images and tables are the same in all five ways"
      ;;
    *) echo "no part $part; choose of plane, volume, scaling, images"; exit 2 ;;
  esac
done
log "done; see $OUT/steps.csv"
