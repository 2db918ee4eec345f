package dev.anabranch.translate.sample;

import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.function.BiFunction;

/**
 * A workflow over an order, defined inside a test.
 *
 * @param name its name
 * @param definition its definition
 */
public record Defined(String name, BiFunction<Flow, Value<Shop.Order>, Value<?>> definition)
        implements Workflow<Shop.Order, Object> {

    /** Returns a workflow with the name {@code example}. */
    public static Defined by(BiFunction<Flow, Value<Shop.Order>, Value<?>> definition) {
        return new Defined("example", definition);
    }

    @Override
    @SuppressWarnings("unchecked") // A Value only ever produces.
    public Value<Object> define(Flow flow, Value<Shop.Order> order) {
        return (Value<Object>) definition.apply(flow, order);
    }
}
