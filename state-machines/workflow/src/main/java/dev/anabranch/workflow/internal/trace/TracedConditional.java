package dev.anabranch.workflow.internal.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import dev.anabranch.workflow.Conditional;
import dev.anabranch.workflow.Step;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.internal.graph.Expr;
import java.io.IOException;

/** A conditional in the definition that is being traced. */
final class TracedConditional<T> extends JsonSerializable.Base implements Conditional<T> {

    private final Tracer tracer;
    private final WhenDraft draft;

    TracedConditional(Tracer tracer, WhenDraft draft) {
        this.tracer = tracer;
        this.draft = draft;
    }

    @Override
    public Value<T> value() {
        return new TracedValue<>(tracer, () -> new Expr.Result(draft.id()));
    }

    @Override
    public Conditional<T> named(String name) {
        draft.name(name);
        return this;
    }

    @Override
    public Conditional<T> group(String name) {
        draft.group(name);
        return this;
    }

    @Override
    public Conditional<T> after(Step... steps) {
        tracer.after(draft, steps);
        return this;
    }

    WhenDraft draft() {
        return draft;
    }

    Tracer tracer() {
        return tracer;
    }

    @Override
    public String toString() {
        return tracer.textOfValue("a conditional");
    }

    @Override
    public void serialize(JsonGenerator json, SerializerProvider serializers) throws IOException {
        tracer.valueInConstant();
        json.writeNull();
    }

    @Override
    public void serializeWithType(JsonGenerator json, SerializerProvider serializers, TypeSerializer type)
            throws IOException {
        serialize(json, serializers);
    }
}
