package dev.anabranch.translate.sample;

import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.function.BiFunction;

/**
 * A workflow over an order, written where it is needed.
 *
 * @param name what it is called
 * @param definition what it does
 */
public record Defined(String name, BiFunction<Flow, Value<Shop.Order>, Value<?>> definition)
        implements Workflow<Shop.Order, Object> {

    /** A workflow called {@code example}. */
    public static Defined by(BiFunction<Flow, Value<Shop.Order>, Value<?>> definition) {
        return new Defined("example", definition);
    }

    @Override
    @SuppressWarnings("unchecked") // A Value only ever produces.
    public Value<Object> define(Flow flow, Value<Shop.Order> order) {
        return (Value<Object>) definition.apply(flow, order);
    }
}
