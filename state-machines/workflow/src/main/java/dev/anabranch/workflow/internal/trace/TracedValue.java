package dev.anabranch.workflow.internal.trace;

import dev.anabranch.workflow.Accessor;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.internal.graph.Expr;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value of the definition that is being traced. It has no content, so the methods that Java calls when code makes
 * text of it, compares it or keeps it in a hash table report a finding.
 */
sealed class TracedValue<T> implements Value<T>, NoContent
        permits TracedAttempt,
                TracedAwait,
                TracedCall,
                TracedCallback,
                TracedEnsured,
                TracedFold,
                TracedRepeat,
                TracedSubRun {

    private final Tracer tracer;
    private final Supplier<Expr> expr;

    TracedValue(Tracer tracer, Supplier<Expr> expr) {
        this.tracer = tracer;
        this.expr = expr;
    }

    @Override
    public <F> Value<F> get(Accessor<? super T, ? extends F> accessor) {
        Objects.requireNonNull(accessor, "accessor");
        String name = tracer.fieldName("get", accessor);
        return new TracedValue<>(tracer, () -> Expr.field(expr(), name));
    }

    @Override
    public final Tracer tracer() {
        return tracer;
    }

    /** Returns the source of the value. Call it only after tracing, because a node can still be renamed until then. */
    Expr expr() {
        return expr.get();
    }

    @Override
    public final String toString() {
        return tracer.textOfValue("a value");
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        tracer.valueCompared();
        return this == other;
    }

    @Override
    public final int hashCode() {
        tracer.valueCompared();
        return System.identityHashCode(this);
    }
}
