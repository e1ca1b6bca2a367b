package io.github.rwkvsss.foreign;

import java.util.List;

import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.model.ModelFacts;
import io.github.rwkvsss.model.Task;

/** What a foreign model's probabilities mean. It takes voxels as they are and keeps all regions. */
record ForeignFacts(String name, Task task, List<String> classNames, List<Integer> classValues,
	InstanceParameters instances, int dimensions) implements ModelFacts
{

	@Override
	public List<Double> voxelSize() {
		return null;
	}

	@Override
	public List<Integer> singleRegions() {
		return List.of();
	}
}
