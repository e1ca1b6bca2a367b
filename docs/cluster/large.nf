// One large image with Nextflow: shards of its blocks, then the join.
//   nextflow run large.nf --image /data/slide.ome.zarr --output /data/slide.ome.zarr/labels/nuclei --shards 40
// Image and output must be on a file system that all tasks see: blocks lie beside the output until they are joined.

params.image = null
params.output = null
params.shards = 4
params.model = 'nuclei-2d'
params.memory = 700
params.options = ''
params.rwkvsss = 'java -Xmx2g -cp "$HOME/rwkv-sss/jars/*" io.github.rwkvsss.command.CommandLine'

process shard {
  cpus 2
  memory '4 GB'
  errorStrategy 'retry'
  maxRetries 3

  input:
  val index

  output:
  val index

  script:
  """
  ${params.rwkvsss} segment_large image=${params.image} output=${params.output} model=${params.model} memory=${params.memory} \
    table=true shard=${index}/${params.shards} ${params.options}
  """
}

process join {
  cpus 1
  memory '4 GB'

  input:
  val done

  output:
  stdout

  script:
  """
  ${params.rwkvsss} join output=${params.output}
  """
}

workflow {
  shard(Channel.of(1..params.shards))
  join(shard.out.collect()) | view
}
