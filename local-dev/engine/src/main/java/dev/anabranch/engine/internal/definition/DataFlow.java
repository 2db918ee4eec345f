package dev.anabranch.engine.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** How a state reads its input, forms its output and assigns variables, in one of the two query languages. */
public sealed interface DataFlow {

    /** An object of variable names and values, or null. */
    @Nullable
    JsonNode assign();

    /** Calls the visitor's method for this language. */
    <R> R accept(Visitor<R> visitor);

    /**
     * The fields of a JSONata state; each is null where the definition leaves it out.
     *
     * @param arguments what a Task or Parallel state is given in place of the state's input
     * @param output what the state hands on
     * @param assign an object of variable names and values
     */
    record Expressions(
            @Nullable JsonNode arguments,
            @Nullable JsonNode output,
            @Nullable JsonNode assign) implements DataFlow {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitExpressions(this);
        }
    }

    /**
     * The fields of a JSONPath state. A path that the definition leaves out is {@code $}; one that is null there is null here.
     *
     * @param inputPath what part of the input the state sees
     * @param parameters a payload template that replaces the input, or null
     * @param resultSelector a payload template that replaces the result, or null
     * @param resultPath where in the raw input the result goes; null drops the result
     * @param outputPath what part of that is handed on
     * @param assign a payload template of variable names and values, or null
     */
    record Paths(
            @Nullable String inputPath,
            @Nullable JsonNode parameters,
            @Nullable JsonNode resultSelector,
            @Nullable String resultPath,
            @Nullable String outputPath,
            @Nullable JsonNode assign)
            implements DataFlow {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitPaths(this);
        }
    }

    /** One method per query language. */
    interface Visitor<R> {
        /** JSONata. */
        R visitExpressions(Expressions flow);

        /** JSONPath. */
        R visitPaths(Paths flow);
    }
}
