package dev.anabranch.workflow.internal.graph;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runtime.internal.wire.Wire;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a value comes from. Expressions move and combine values; only tasks compute. */
public sealed interface Expr {

    /** A value known when the workflow is defined. */
    record Constant(JsonNode json) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.constant(this);
        }
    }

    /** What the run was given. */
    record RunInput() implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.runInput(this);
        }
    }

    /** The item that a body is run for. */
    record Item(String fanOut) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.item(this);
        }
    }

    /** The index of the item that a body is run for, from 0. */
    record Index(String fanOut) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.index(this);
        }
    }

    /** What a call or a conditional returned. */
    record Result(String node) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.result(this);
        }
    }

    /**
     * What a fan-out returned for all items, in order.
     *
     * @param fanOut the fan-out
     * @param node the call in its body whose results are meant
     * @param failures what a failed item is
     * @param whole true for a list in memory, false for one that is read as needed
     */
    record Collected(String fanOut, String node, Wire.Failures failures, boolean whole) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.collected(this);
        }
    }

    /** One field of a record. */
    record Field(Expr of, String name) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.field(this);
        }
    }

    /** A record put together from values. */
    record Composite(Map<String, Expr> fields) implements Expr {
        /** Copies the map and keeps its order. */
        public Composite {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.composite(this);
        }
    }

    /** A list put together from values. */
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

    /** The expressions that this one is made of; empty for one that names its source itself. */
    default List<Expr> parts() {
        if (this instanceof Field field) {
            return List.of(field.of());
        }
        if (this instanceof Composite composite) {
            return List.copyOf(composite.fields().values());
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

        /** The index of that item. */
        R index(Index index);

        /** What a node returned. */
        R result(Result result);

        /** A fan-in. */
        R collected(Collected collected);

        /** A field of a record. */
        R field(Field field);

        /** A record of several values. */
        R composite(Composite composite);

        /** A list of several values. */
        R sequence(Sequence sequence);
    }
}
