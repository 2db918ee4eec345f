package dev.anabranch.runtime.internal.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.EarlierAttempt;
import dev.anabranch.runtime.internal.record.SharedRecord.Ending;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.record.Telemetry;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The endings of a shared record as text: a line of JSON, then the inline results, concatenated. The JSON is {@code
 * {"a": [[attempts, order, log], ...], "k": [key, ...], "i": [...], "j": {...}}}, where {@code a} are the attempts that ended
 * actions, {@code k} are the objects with results, and {@code i} has one entry for each action:
 *
 * <ul>
 *   <li>{@code [offset, status, attempt, began, took, characters]} if its result is inline,
 *   <li>{@code [offset, status, attempt, began, took, bytes, object, at]} if its result is in an object; {@code at} is
 *       its offset, or -1 if it is the whole object,
 *   <li>{@code [offset, status, attempt, began, took, error, message]} if it failed; the status of a permanent failure
 *       is {@code P}.
 * </ul>
 *
 * An action that has reported something has its {@link TelemetryJson} as the last element. {@code j} has the earlier
 * attempts of an action by its offset: {@code [[number, began, took, error, message], ...]}. {@code began} is in
 * milliseconds since the state was entered (see the order), {@code took} is in milliseconds. {@code attempt} and {@code object} are indexes into the lists. A text that would be too large for the item has less
 * {@link Detail}.
 */
final class EndingsText {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final JsonFactory FACTORY = MAPPER.getFactory();
    private static final String PERMANENT = "P";

    /**
     * The maximum size of the attribute in bytes. An item has at most 400 KB; labels of 100 Chinese characters take 75
     * KB (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html).
     */
    static final int LARGEST = 300 * 1024;

    /** The number of earlier attempts of an action, because up to 250 actions share the item. */
    private static final int MOST_EARLIER = 3;

    /** What the text has of the endings, from the most to the least. */
    private enum Detail {
        ALL(64 * 1024, true, true),
        NO_EARLIER(64 * 1024, true, false),
        SHORT_MESSAGES(8 * 1024, true, false),
        NO_METRICS(8 * 1024, false, false);

        /** The maximum size of all failures' messages together in bytes of UTF-8. */
        private final int messages;

        private final boolean metrics;
        private final boolean earlier;

        Detail(int messages, boolean metrics, boolean earlier) {
            this.messages = messages;
            this.metrics = metrics;
            this.earlier = earlier;
        }
    }

    private final List<Ending> endings;
    private final Detail detail;
    private final int longestMessage;
    private final Map<Attempt, Integer> attempts = new LinkedHashMap<>();
    private final Map<String, Integer> keys = new LinkedHashMap<>();

    private record Attempt(
            int attempts, long order, @Nullable String log) {
        /** Returns when the state machine entered the state, in milliseconds since 1970. */
        long entered() {
            return order / 1_000;
        }
    }

    private EndingsText(List<Ending> endings, Detail detail) {
        this.endings = endings;
        this.detail = detail;
        long failed = endings.stream()
                .filter(ending -> ending.record().message() != null)
                .count();
        this.longestMessage = (int) (detail.messages / Math.max(1, failed));
        for (Ending ending : endings) {
            attempts.putIfAbsent(attempt(ending.record()), attempts.size());
            String key = key(ending.record().result());
            if (key != null) {
                keys.putIfAbsent(key, keys.size());
            }
        }
    }

    /** Returns the text of some endings as an attribute, with as much detail as fits into {@link #LARGEST} bytes. */
    static AttributeValue packed(List<Ending> endings) {
        AttributeValue packed = packed(endings, Detail.ALL);
        for (Detail detail : EnumSet.range(Detail.NO_EARLIER, Detail.NO_METRICS)) {
            if (PackedText.size(packed) > LARGEST) {
                packed = packed(endings, detail);
            }
        }
        return packed;
    }

    private static AttributeValue packed(List<Ending> endings, Detail detail) {
        return PackedText.of(new EndingsText(endings, detail).write(), RecordItem.OTHER_ATTRIBUTES_BYTES);
    }

    private static Attempt attempt(ActionRecord record) {
        return new Attempt(record.attempts(), record.order(), record.log());
    }

    private static @Nullable String key(@Nullable StoredResult result) {
        if (result instanceof StoredResult.Part part) {
            return part.key();
        }
        return result instanceof StoredResult.InStore inStore ? inStore.key() : null;
    }

    private String write() {
        StringWriter text = new StringWriter(endings.size() * 40);
        StringBuilder results = new StringBuilder();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("a");
            for (Attempt attempt : attempts.keySet()) {
                json.writeStartArray();
                json.writeNumber(attempt.attempts());
                json.writeNumber(attempt.order());
                json.writeString(attempt.log());
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("k");
            for (String key : keys.keySet()) {
                json.writeString(key);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("i");
            for (Ending ending : endings) {
                write(json, ending, results);
            }
            json.writeEndArray();
            if (detail.earlier
                    && endings.stream()
                            .anyMatch(ending -> !ending.record().earlier().isEmpty())) {
                writeEarlier(json);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').append(results).toString();
    }

    private void write(JsonGenerator json, Ending ending, StringBuilder results) throws IOException {
        ActionRecord record = ending.record();
        Attempt attempt = attempt(record);
        long began = millis(record.began(), attempt.entered());
        json.writeStartArray();
        json.writeNumber(ending.offset());
        json.writeString(record.permanent() ? PERMANENT : record.status().code());
        json.writeNumber(attempts.getOrDefault(attempt, 0));
        json.writeNumber(began - attempt.entered());
        json.writeNumber(millis(record.finished(), began) - began);
        StoredResult result = record.result();
        if (result instanceof StoredResult.Inline inline) {
            json.writeNumber(inline.json().length());
            results.append(inline.json());
        } else if (result instanceof StoredResult.Part part) {
            json.writeNumber(part.size());
            json.writeNumber(keys.getOrDefault(part.key(), 0));
            json.writeNumber(part.offset());
        } else if (result instanceof StoredResult.InStore inStore) {
            json.writeNumber(inStore.size());
            json.writeNumber(keys.getOrDefault(inStore.key(), 0));
            json.writeNumber(-1);
        } else {
            json.writeString(record.errorName());
            json.writeString(cut(record.errorMessage()));
        }
        Telemetry telemetry =
                detail.metrics ? record.telemetry() : record.telemetry().withoutMetrics();
        if (!telemetry.isEmpty()) {
            TelemetryJson.write(telemetry, json);
        }
        json.writeEndArray();
    }

    private void writeEarlier(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("j");
        for (Ending ending : endings) {
            List<EarlierAttempt> earlier = ending.record().earlier();
            if (!earlier.isEmpty()) {
                json.writeArrayFieldStart(Integer.toString(ending.offset()));
                long entered = attempt(ending.record()).entered();
                for (EarlierAttempt attempt :
                        earlier.subList(Math.max(0, earlier.size() - MOST_EARLIER), earlier.size())) {
                    write(json, attempt, entered);
                }
                json.writeEndArray();
            }
        }
        json.writeEndObject();
    }

    private void write(JsonGenerator json, EarlierAttempt attempt, long entered) throws IOException {
        long began = millis(attempt.began(), entered);
        json.writeStartArray();
        json.writeNumber(attempt.number());
        json.writeNumber(began - entered);
        json.writeNumber(millis(attempt.finished(), began) - began);
        json.writeString(attempt.error());
        json.writeString(attempt.message() == null ? null : cut(attempt.message()));
        json.writeEndArray();
    }

    /** Returns the beginning of a message whose UTF-8 has at most {@link #longestMessage} bytes. */
    private String cut(String message) {
        int bytes = 0;
        int end = 0;
        while (end < message.length()) {
            int character = message.codePointAt(end);
            bytes += character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
            if (bytes > longestMessage) {
                break;
            }
            end += Character.charCount(character);
        }
        return message.substring(0, end);
    }

    private static long millis(@Nullable Instant time, long fallback) {
        return time == null ? fallback : time.toEpochMilli();
    }

    /**
     * Parses the text.
     *
     * @param first the key of the first action
     */
    static List<Ending> parse(String text, RecordKey first) {
        int end = text.indexOf('\n');
        JsonNode json;
        try {
            json = MAPPER.readTree(text.substring(0, end));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The shared record " + first + " cannot be read.", e);
        }
        long index = Long.parseLong(first.sort());
        List<Ending> endings = new ArrayList<>();
        int at = end + 1;
        for (JsonNode item : json.path("i")) {
            StoredResult result = null;
            boolean failed = item.get(5).isTextual();
            if (!failed && (item.size() == 6 || item.get(6).isObject())) {
                int length = item.get(5).intValue();
                result = new StoredResult.Inline(text.substring(at, at + length));
                at += length;
            } else if (!failed) {
                result = inObject(item, json.path("k"));
            }
            endings.add(ending(
                    item,
                    json.path("a").get(item.get(2).intValue()),
                    new RecordKey(
                            first.partition(),
                            RecordKey.sort(index + item.get(0).intValue())),
                    result,
                    json.path("j").path(item.get(0).asText())));
        }
        return endings;
    }

    private static StoredResult inObject(JsonNode item, JsonNode keys) {
        String key = keys.get(item.get(6).intValue()).textValue();
        long offset = item.get(7).longValue();
        long size = item.get(5).longValue();
        return offset < 0 ? new StoredResult.InStore(key, size) : new StoredResult.Part(key, offset, size);
    }

    private static Ending ending(
            JsonNode item, JsonNode attempt, RecordKey key, @Nullable StoredResult result, JsonNode earlier) {
        boolean permanent = item.get(1).textValue().equals(PERMANENT);
        JsonNode last = item.get(item.size() - 1);
        long entered = attempt.get(1).longValue() / 1_000;
        long began = entered + item.get(3).longValue();
        ActionRecord record = ActionRecord.of(
                        key,
                        permanent
                                ? ActionStatus.FAILED
                                : ActionStatus.ofCode(item.get(1).textValue()))
                .attempts(attempt.get(0).intValue())
                .order(attempt.get(1).longValue())
                .began(Instant.ofEpochMilli(began))
                .finished(Instant.ofEpochMilli(began + item.get(4).longValue()))
                .result(result)
                .log(attempt.get(2).textValue())
                .permanent(permanent)
                .telemetry(last.isObject() ? TelemetryJson.parse(last) : Telemetry.NONE)
                .earlier(earlier(earlier, entered))
                .failure(
                        result == null ? item.get(5).textValue() : null,
                        result == null ? item.get(6).textValue() : null)
                .build();
        return new Ending(item.get(0).intValue(), record);
    }

    private static List<EarlierAttempt> earlier(JsonNode attempts, long entered) {
        List<EarlierAttempt> earlier = new ArrayList<>();
        for (JsonNode attempt : attempts) {
            long began = entered + attempt.get(1).longValue();
            earlier.add(new EarlierAttempt(
                    attempt.get(0).intValue(),
                    Instant.ofEpochMilli(began),
                    Instant.ofEpochMilli(began + attempt.get(2).longValue()),
                    attempt.get(3).textValue(),
                    attempt.get(4).textValue()));
        }
        return earlier;
    }
}
