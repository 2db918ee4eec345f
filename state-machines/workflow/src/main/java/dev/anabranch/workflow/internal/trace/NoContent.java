package dev.anabranch.workflow.internal.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.IOException;

/** Something that has no content while a definition is traced. A constant that contains it is a finding. */
interface NoContent extends JsonSerializable {

    /** Returns the tracer of the definition that it belongs to. */
    Tracer tracer();

    @Override
    default void serialize(JsonGenerator json, SerializerProvider serializers) throws IOException {
        tracer().valueInConstant();
        json.writeNull();
    }

    @Override
    default void serializeWithType(JsonGenerator json, SerializerProvider serializers, TypeSerializer type)
            throws IOException {
        serialize(json, serializers);
    }
}
