package dev.anabranch.workflow.internal.graph;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runtime.internal.wire.Wire;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The source of a value. Expressions select and combine values; they do not compute. Those that nearly all workflows
 * have define {@code equals} and {@code hashCode}: a record's own are linked by method handles, which takes each new
 * process milliseconds.
 */
public sealed interface Expr {

    /** A constant of the definition. */
    record Constant(JsonNode json) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.constant(this);
        }
    }

    /** The input of the run. */
    record RunInput() implements Expr {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof RunInput;
        }

        @Override
        public int hashCode() {
            return 1;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.runInput(this);
        }
    }

    /** The current item of a fan-out. */
    record Item(String fanOut) implements Expr {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Item that && fanOut.equals(that.fanOut);
        }

        @Override
        public int hashCode() {
            return fanOut.hashCode();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.item(this);
        }
    }

    /** The index of the current item of a fan-out, from 0. */
    record Index(String fanOut) implements Expr {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Index that && fanOut.equals(that.fanOut);
        }

        @Override
        public int hashCode() {
            return fanOut.hashCode();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.index(this);
        }
    }

    /** The result of a call or a conditional. */
    record Result(String node) implements Expr {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Result that && node.equals(that.node);
        }

        @Override
        public int hashCode() {
            return node.hashCode();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.result(this);
        }
    }

    /**
     * The results of a fan-out for all items, in order.
     *
     * @param fanOut the fan-out
     * @param node the call in its body whose results are read
     * @param failures how failed items appear among the results
     * @param whole true for a list in memory, false for results that are read lazily
     * @param first how many results are read, those that were available first; 0 for all
     */
    record Collected(String fanOut, String node, Wire.Failures failures, boolean whole, int first) implements Expr {
        /** Collects all results. */
        public Collected(String fanOut, String node, Wire.Failures failures, boolean whole) {
            this(fanOut, node, failures, whole, 0);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Collected that
                    && fanOut.equals(that.fanOut)
                    && node.equals(that.node)
                    && failures == that.failures
                    && whole == that.whole
                    && first == that.first;
        }

        @Override
        public int hashCode() {
            return 31 * fanOut.hashCode() + node.hashCode();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.collected(this);
        }
    }

    /**
     * What the body of a fold or loop returned last: inside the body for the item or round before the current one,
     * outside for the last one.
     *
     * @param fold the fan-out that is the fold, or the loop
     * @param node the call in its body whose results are those of the body
     * @param initial the value if there is no such item or round
     * @param inside whether this is inside the body
     */
    record Folded(String fold, String node, Expr initial, boolean inside) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.folded(this);
        }
    }

    /**
     * The outcome of the steps of an attempt.
     *
     * @param guard the attempt
     */
    record Outcome(String guard) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.outcome(this);
        }
    }

    /**
     * Returns a field of a value. The field of a record that the definition builds is the value itself, so that its
     * reader does not wait for the other fields.
     */
    static Expr field(Expr of, String name) {
        Expr part = of instanceof Composite record ? record.fields().get(name) : null;
        return part == null ? new Field(of, name) : part;
    }

    /** One field of a record. */
    record Field(Expr of, String name) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.field(this);
        }
    }

    /** A record of several values. */
    record Composite(Map<String, Expr> fields) implements Expr {
        /** Copies the map in its order. */
        public Composite {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.composite(this);
        }
    }

    /** A list of several values. */
    record Sequence(List<Expr> elements) implements Expr {
        /** Copies the list. */
        public Sequence {
            elements = List.copyOf(elements);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sequence(this);
        }
    }

    /** Returns the expressions that this one is built from; empty for constants and for sources other than folds. */
    default List<Expr> parts() {
        if (this instanceof Field field) {
            return List.of(field.of());
        }
        if (this instanceof Composite composite) {
            return List.copyOf(composite.fields().values());
        }
        if (this instanceof Folded folded) {
            return List.of(folded.initial());
        }
        return this instanceof Sequence sequence ? sequence.elements() : List.of();
    }

    /** Calls the method for this variant. */
    <R> R accept(Visitor<R> visitor);

    /** One method for each variant. */
    interface Visitor<R> {
        /** A constant. */
        R constant(Constant constant);

        /** The run's input. */
        R runInput(RunInput input);

        /** The item of a fan-out. */
        R item(Item item);

        /** The index of the item of a fan-out. */
        R index(Index index);

        /** The result of a node. */
        R result(Result result);

        /** The results of a fan-out. */
        R collected(Collected collected);

        /** What the body of a fold returned last. */
        R folded(Folded folded);

        /** The outcome of an attempt. */
        R outcome(Outcome outcome);

        /** A field of a record. */
        R field(Field field);

        /** A record of several values. */
        R composite(Composite composite);

        /** A list of several values. */
        R sequence(Sequence sequence);
    }
}
