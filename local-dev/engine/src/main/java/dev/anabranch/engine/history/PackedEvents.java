package dev.anabranch.engine.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Events as deflated JSON. A row has the id, the previous id, the timestamp, the type and the details. */
final class PackedEvents {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final byte[] deflated;

    private PackedEvents(byte[] deflated) {
        this.deflated = deflated;
    }

    static PackedEvents of(List<HistoryEvent> events) {
        ArrayNode rows = MAPPER.createArrayNode();
        for (HistoryEvent event : events) {
            rows.addArray()
                    .add(event.id())
                    .add(event.previousEventId())
                    .add(event.timestamp().toString())
                    .add(event.type().text())
                    .add(event.details().toJson());
        }
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            MAPPER.writeValue(out, rows);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            deflater.end();
        }
        return new PackedEvents(bytes.toByteArray());
    }

    static PackedEvents ofBytes(byte[] deflated) {
        return new PackedEvents(deflated);
    }

    byte[] bytes() {
        return deflated;
    }

    List<HistoryEvent> events() {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
            List<HistoryEvent> events = new ArrayList<>();
            for (JsonNode row : MAPPER.readTree(in)) {
                events.add(new HistoryEvent(
                        row.get(0).longValue(),
                        row.get(1).longValue(),
                        Instant.parse(row.get(2).textValue()),
                        EventType.of(row.get(3).textValue()),
                        EventDetails.of(row.get(4))));
            }
            return events;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
