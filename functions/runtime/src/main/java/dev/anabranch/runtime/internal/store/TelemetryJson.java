package dev.anabranch.runtime.internal.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.record.Telemetry;
import dev.anabranch.runtime.internal.record.Telemetry.Metric;
import dev.anabranch.runtime.internal.record.Telemetry.Progress;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@link Telemetry} as JSON: {@code {"p": [done, total], "m": {name: value, name: [count, sum, min, max]}, "r":
 * "markdown"}}, or with {@code "k": key, "z": bytes} for a report in an object. A metric with one value is that number.
 * Absent parts have no field.
 */
final class TelemetryJson {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** The largest integer below which every integer is a {@code double}. */
    private static final double EXACT = 0x1.0p53;

    private TelemetryJson() {}

    /** Returns the text. */
    static String text(Telemetry telemetry) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = MAPPER.getFactory().createGenerator(text)) {
            write(telemetry, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    static void write(Telemetry telemetry, JsonGenerator json) throws IOException {
        json.writeStartObject();
        Progress progress = telemetry.progress();
        if (progress != null) {
            json.writeArrayFieldStart("p");
            json.writeNumber(progress.done());
            json.writeNumber(progress.total());
            json.writeEndArray();
        }
        if (!telemetry.metrics().isEmpty()) {
            json.writeObjectFieldStart("m");
            for (Map.Entry<String, Metric> metric : telemetry.metrics().entrySet()) {
                json.writeFieldName(metric.getKey());
                write(metric.getValue(), json);
            }
            json.writeEndObject();
        }
        StoredResult report = telemetry.report();
        if (report instanceof StoredResult.Inline inline) {
            json.writeStringField("r", inline.json());
        } else if (report != null) {
            json.writeStringField("k", RecordItem.key(report));
            json.writeNumberField("z", RecordItem.size(report));
        }
        json.writeEndObject();
    }

    private static void write(Metric metric, JsonGenerator json) throws IOException {
        if (metric.count() == 1) {
            number(metric.sum(), json);
            return;
        }
        json.writeStartArray();
        json.writeNumber(metric.count());
        number(metric.sum(), json);
        number(metric.min(), json);
        number(metric.max(), json);
        json.writeEndArray();
    }

    /** Writes an integer without a fraction, which saves bytes. */
    private static void number(double value, JsonGenerator json) throws IOException {
        if (value == Math.rint(value) && Math.abs(value) < EXACT) {
            json.writeNumber((long) value);
        } else {
            json.writeNumber(value);
        }
    }

    /** Parses a text that {@link #text} returned. */
    static Telemetry parse(String text) {
        try {
            return parse(MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The telemetry of a record cannot be read.", e);
        }
    }

    static Telemetry parse(JsonNode json) {
        JsonNode progress = json.path("p");
        Map<String, Metric> metrics = new LinkedHashMap<>();
        json.path("m").properties().forEach(metric -> metrics.put(metric.getKey(), metric(metric.getValue())));
        return new Telemetry(
                progress.isArray()
                        ? new Progress(
                                progress.path(0).longValue(), progress.path(1).longValue())
                        : null,
                metrics,
                report(json));
    }

    private static Metric metric(JsonNode json) {
        return json.isArray()
                ? new Metric(
                        json.path(0).longValue(),
                        json.path(1).doubleValue(),
                        json.path(2).doubleValue(),
                        json.path(3).doubleValue())
                : Metric.of(json.doubleValue());
    }

    private static @Nullable StoredResult report(JsonNode json) {
        if (json.has("r")) {
            return new StoredResult.Inline(json.path("r").textValue());
        }
        return json.has("k")
                ? new StoredResult.InStore(
                        json.path("k").textValue(), json.path("z").longValue())
                : null;
    }
}
