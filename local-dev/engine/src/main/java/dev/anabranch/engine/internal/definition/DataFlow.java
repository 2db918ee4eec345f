package dev.anabranch.engine.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The input, output and variable fields of a state, in one of the two query languages. */
public sealed interface DataFlow {

    /** Returns an object of variable names and values, or null. */
    @Nullable
    JsonNode assign();

    /** Calls the visitor's method for this query language. */
    <R> R accept(Visitor<R> visitor);

    /**
     * The fields of a JSONata state. A field that the definition omits is null.
     *
     * @param arguments replaces the input of a Task or Parallel state
     * @param output the output of the state
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
     * The fields of a JSONPath state. A path that the definition omits is {@code $}. A path that is JSON null in the
     * definition is null.
     *
     * @param inputPath selects the part of the input for the state
     * @param parameters a payload template that replaces the input, or null
     * @param resultSelector a payload template that replaces the result, or null
     * @param resultPath the position of the result in the raw input; null drops the result
     * @param outputPath selects the part of that for the output
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
        /** Visits the fields of a JSONata state. */
        R visitExpressions(Expressions flow);

        /** Visits the fields of a JSONPath state. */
        R visitPaths(Paths flow);
    }
}
