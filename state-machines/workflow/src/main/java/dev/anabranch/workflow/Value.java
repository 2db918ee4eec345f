package dev.anabranch.workflow;

import dev.anabranch.workflow.internal.graph.Expr;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A value that will exist when the workflow runs. It can be given to tasks, fanned out over, taken apart and put together, but
 * not looked into: only tasks compute.
 *
 * @param <T> the type that the value will have
 */
public sealed class Value<T> permits Call {

    private final Tracer tracer;
    private final Supplier<Expr> expr;

    Value(Tracer tracer, Supplier<Expr> expr) {
        this.tracer = tracer;
        this.expr = expr;
    }

    /**
     * One field of the value, named by its accessor: {@code order.get(Order::units)}.
     *
     * @param accessor a reference to the accessor of a record component, or to a getter; a lambda is not understood
     */
    public <F> Value<F> get(Accessor<? super T, ? extends F> accessor) {
        Objects.requireNonNull(accessor, "accessor");
        String name = tracer.fieldName(accessor);
        return new Value<>(tracer, () -> new Expr.Field(expr(), name));
    }

    final Tracer tracer() {
        return tracer;
    }

    /** Where the value comes from. Final only when the whole workflow is traced, since nodes can be named late. */
    Expr expr() {
        return expr.get();
    }
}
