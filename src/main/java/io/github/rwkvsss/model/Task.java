package io.github.rwkvsss.model;

/** What a model's classes mean. */
public enum Task {

		/** Each class is a kind of tissue or object; class 0 is background. */
		SEMANTIC,

		/** Classes background, interior and boundary, from which single objects are separated. */
		INSTANCE
}
