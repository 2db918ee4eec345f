package dev.anabranch.runtime.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.anabranch.runtime.internal.action.Tasks;
import dev.anabranch.task.Blob;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TaskJsonTest {

    @Test
    void timesAreIsoTextAndOptionalsAreValuesOrNull() throws JsonProcessingException {
        Everything value = new Everything(
                Instant.parse("2026-01-01T00:00:00.123456789Z"),
                Duration.ofMinutes(90),
                LocalDate.of(2026, 2, 3),
                Optional.empty(),
                Optional.of("b"),
                null,
                new Blob("map.png", "image/png", 3, "runs/r/files/n/-/map.png"));

        assertRoundTrip(
                Everything.class,
                value,
                "{'at':'2026-01-01T00:00:00.123456789Z','took':'PT1H30M','day':'2026-02-03','none':null,'some':'b',"
                        + "'note':null,'file':{'name':'map.png','mediaType':'image/png','size':3,"
                        + "'key':'runs/r/files/n/-/map.png'}}");
    }

    @Test
    void zonedTimeKeepsItsZone() throws JsonProcessingException {
        assertRoundTrip(
                ZonedDateTime.class,
                ZonedDateTime.parse("2026-10-25T02:30:00+01:00[Europe/Paris]"),
                "'2026-10-25T02:30:00+01:00[Europe/Paris]'");
        assertRoundTrip(
                ZonedDateTime.class, ZonedDateTime.parse("2026-10-25T02:30:00Z[UTC]"), "'2026-10-25T02:30:00Z[UTC]'");
        assertRoundTrip(ZonedDateTime.class, ZonedDateTime.parse("2026-10-25T02:30:00Z"), "'2026-10-25T02:30:00Z'");
    }

    @Test
    void decimalKeepsItsScale() throws JsonProcessingException {
        assertRoundTrip(BigDecimal.class, new BigDecimal("1.10"), "1.10");
        assertRoundTrip(BigDecimal.class, new BigDecimal("1E+3"), "1E+3");
    }

    @Test
    void absentFieldsAreNullOrEmpty() throws JsonProcessingException {
        Everything value = TaskJson.reader(Everything.class).readValue("{}");

        assertThat(value.note()).isNull();
        assertThat(value.none()).isEmpty();
    }

    @Test
    void outcomesAreWrittenAndRead() throws JsonProcessingException {
        Type type = new TypeReference<List<Outcome<Tasks.Tile>>>() {}.getType();

        assertRoundTrip(
                type,
                List.of(
                        new Outcome.Succeeded<>(new Tasks.Tile("a", 1)),
                        new Outcome.Succeeded<Tasks.Tile>(null),
                        new Outcome.Failed<Tasks.Tile>("E", "why", 3)),
                "[{'result':{'name':'a','size':1}},{'result':null},{'error':'E','message':'why','attempts':3}]");
        assertThatThrownBy(() -> TaskJson.reader(type).readValue("[{}]"))
                .hasMessageContaining("An outcome must have the field `result` or the field `error`");
        assertThatThrownBy(() -> TaskJson.reader(type).readValue("[1]"))
                .hasMessageContaining("An outcome must be an object");
    }

    @Test
    void resultsAreLists() throws JsonProcessingException {
        Type type = new TypeReference<Results<Tasks.Tile>>() {}.getType();
        String json = "[{\"name\":\"a\",\"size\":1},null]";

        Results<Tasks.Tile> results = TaskJson.reader(type).readValue(json);

        assertThat(results.toList()).isEqualTo(Arrays.asList(new Tasks.Tile("a", 1), null));
        assertThat(TaskJson.writer(type).writeValueAsString(results)).isEqualTo(json);
        assertThatThrownBy(() -> TaskJson.reader(type).readValue("{}")).hasMessageContaining("Results must be a list");
    }

    @Test
    void recordsKeepTheirOrderAndOtherClassesAreSorted() throws JsonProcessingException {
        assertThat(TaskJson.writer(Zebra.class).writeValueAsString(new Zebra(1, 2)))
                .isEqualTo("{\"z\":1,\"a\":2}");
        assertThat(TaskJson.writer(Plain.class).writeValueAsString(new Plain())).isEqualTo("{\"a\":2,\"m\":3,\"z\":1}");
    }

    @Test
    void unknownFieldsInInputsOfRunsAreErrors() {
        JsonProcessingException problem =
                catchThrowableOfType(JsonProcessingException.class, () -> TaskJson.strictReader(Tasks.Tile.class)
                        .readValue("{\"nmae\": \"a\", \"size\": 1}"));

        assertThat(JsonMismatch.describe(problem))
                .isEqualTo("field `nmae` is unknown; known fields are `name`, `size`.");
    }

    @Test
    void nullKeysOfMapsAreExplained() {
        JsonProcessingException problem =
                catchThrowableOfType(JsonProcessingException.class, () -> TaskJson.writer(Map.class)
                        .writeValueAsString(Collections.singletonMap(null, 1)));

        assertThat(JsonMismatch.describe(problem))
                .isEqualTo("a map has the key null (`null`), but the keys of JSON objects are text. Remove this key.");
    }

    @Test
    void errorsNameThePositionAndDoNotQuoteTheValue() {
        assertProblem("[{'name': 'a', 'size': 'secret'}]", "field `[0].size` must be a whole number.");
        assertProblem("[{'name': 'a', 'size': 3.7}]", "field `[0].size` must be a whole number.");
        assertProblem(
                "[{'name': 'a', 'size': null}]",
                "field `[0].size` must be a whole number, but is missing, null or another value.");
        assertProblem(
                "[{'name': 'a'}]", "field `[0].size` must be a whole number, but is missing, null or another value.");
        assertProblem("{'secret': 1}", "the value must be a list, but is missing, null or another value.");
        assertProblem("[{'name': secret}]", "it is not JSON, at line 1, column 11.");
        assertProblem(
                "[{'name': 'a', 'size': 99999999999}]", "field `[0].size` must be a whole number within its range.");
        assertProblem("[] secret", "it is not JSON, at line 1, column 4.");
    }

    @Test
    void messageOfARecordsConstructorIsReported() {
        JsonProcessingException problem = catchThrowableOfType(
                JsonProcessingException.class, () -> TaskJson.reader(new TypeReference<List<Blob>>() {}.getType())
                        .readValue("[{\"name\":\"a\",\"mediaType\":\"b\",\"size\":-1,\"key\":\"k\"}]"));

        assertThat(JsonMismatch.describe(problem))
                .isEqualTo("field `[0]` is rejected by `dev.anabranch.task.Blob`: "
                        + "size is -1 but must not be negative");
    }

    private static void assertProblem(String json, String expected) {
        Type type = new TypeReference<List<Tasks.Tile>>() {}.getType();
        JsonProcessingException problem = catchThrowableOfType(
                JsonProcessingException.class, () -> TaskJson.reader(type).readValue(json.replace('\'', '"')));

        assertThat(JsonMismatch.describe(problem)).isEqualTo(expected);
    }

    private static void assertRoundTrip(Type type, Object value, String expected) throws JsonProcessingException {
        String json = TaskJson.writer(type).writeValueAsString(value);

        assertThat(json).isEqualTo(expected.replace('\'', '"'));
        assertThat(TaskJson.reader(type).<Object>readValue(json)).isEqualTo(value);
    }

    record Everything(
            Instant at,
            Duration took,
            LocalDate day,
            Optional<String> none,
            Optional<String> some,
            @Nullable String note,
            Blob file) {}

    record Zebra(int z, int a) {}

    static final class Plain {
        @JsonProperty
        int z = 1;

        @JsonProperty
        int a = 2;

        @JsonProperty
        int m = 3;
    }
}
