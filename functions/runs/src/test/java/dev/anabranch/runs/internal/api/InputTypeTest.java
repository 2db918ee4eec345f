package dev.anabranch.runs.internal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runtime.internal.codec.TaskJson;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class InputTypeTest {

    private final InputType numbers = new InputType(ApiBench.Numbers.class);

    private static JsonNode json(String text) throws JsonProcessingException {
        return new JsonMapper().readTree(text.replace('\'', '"'));
    }

    private List<String> errors(String input) throws JsonProcessingException {
        return numbers.errors(json(input), "/input").stream()
                .map(error -> error.at() + " " + error.found() + "; " + error.expected())
                .toList();
    }

    @Test
    void acceptsValuesOfTheType() throws JsonProcessingException {
        assertThat(errors("{'count': 1, 'values': [1, 2], 'kind': 'ODD', 'inner': {'flag': true, 'name': 'a'}}"))
                .isEmpty();
        assertThat(errors("{'count': 1}")).isEmpty();
    }

    @Test
    void numberOutOfRangeIsNamedAtTheTopLevelAndInAMap() throws JsonProcessingException {
        assertThat(new InputType(Integer.class).errors(json("99999999999"), "/input"))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.at()).isEqualTo("/input");
                    assertThat(error.found()).isEqualTo("is `99999999999`");
                    assertThat(error.expected()).contains("a whole number from -2147483648 to 2147483647");
                });
        InputType map = new InputType(TaskJson.type(
                "java.util.Map<java.lang.String,java.util.List<java.util.Map<java.lang.String," + "java.lang.Long>>>"));
        assertThat(map.errors(
                        json("{'a/b': [{}, {'x': 1, 'y': 99999999999999999999}], 'c': [{'z': 99999999999999999999}]}"),
                        ""))
                .extracting(error -> error.at() + " " + error.expected())
                .containsExactly(
                        "/a~1b/1/y a whole number from -9223372036854775808 to 9223372036854775807",
                        "/c/0/z a whole number from -9223372036854775808 to 9223372036854775807");
    }

    @Test
    void requiredFieldsAreRefusedAtTheirPlacesIfTheyAreNull() throws JsonProcessingException {
        InputType type = new InputType(ApiBench.Numbers.class, List.of("/values", "/inner/name"));

        assertThat(type.errors(json("{'kind': null}"), "/input"))
                .extracting(error -> error.at() + " " + error.found() + "; " + error.expected())
                .containsExactlyInAnyOrder(
                        "/input/values is missing; a list",
                        "/input/inner is missing; an object",
                        "/input/count is missing; a whole number from -2147483648 to 2147483647");
        assertThat(type.errors(json("{'count': 1, 'values': null, 'inner': {'flag': true, 'name': null}}"), ""))
                .extracting(error -> error.at() + " " + error.found() + "; " + error.expected())
                .containsExactly("/values is null; a list", "/inner/name is null; text");
        assertThat(type.errors(json("{'count': 1, 'values': 'x', 'inner': {'flag': true, 'name': 'a'}}"), ""))
                .extracting(error -> error.at() + " " + error.found())
                .containsExactly("/values is `x`");
        assertThat(type.errors(json("{'count': 1, 'values': [], 'inner': {'flag': true, 'name': 'a'}}"), ""))
                .isEmpty();
    }

    @Test
    void reportsAllErrorsTogether() throws JsonProcessingException {
        assertThat(errors("{'values': [1, 'x', 3000000000, 1.5], 'kind': 'BOTH', 'inner': {'flag': 7.5, 'nmae': 'a'},"
                        + " 'extra/field': 1}"))
                .containsExactlyInAnyOrder(
                        "/input/count is missing; a whole number from -2147483648 to 2147483647",
                        "/input/values/1 is `x`; a whole number from -2147483648 to 2147483647, or null",
                        "/input/values/2 is `3000000000`; a whole number from -2147483648 to 2147483647",
                        "/input/values/3 is `1.5`; a whole number from -2147483648 to 2147483647, or null",
                        "/input/kind is `BOTH`; one of `EVEN`, `ODD`",
                        "/input/inner/flag is `7.5`; true or false",
                        "/input/inner/nmae is unknown; one of `flag`, `name`",
                        "/input/extra~1field is unknown; one of `count`, `inner`, `kind`, `values`");
    }

    @Test
    void refusesValuesOfAnotherKind() throws JsonProcessingException {
        assertThat(errors("{'count': '3', 'values': ['', true, ' 4 '], 'kind': 1, 'inner': {'flag': 1, 'name': true}}"))
                .containsExactlyInAnyOrder(
                        "/input/count is `\"3\"`; a whole number from -2147483648 to 2147483647",
                        "/input/values/0 is `\"\"`; a whole number from -2147483648 to 2147483647, or null",
                        "/input/values/1 is `true`; a whole number from -2147483648 to 2147483647, or null",
                        "/input/values/2 is `\" 4 \"`; a whole number from -2147483648 to 2147483647, or null",
                        "/input/kind is `1`; one of `EVEN`, `ODD`",
                        "/input/inner/flag is `1`; true or false",
                        "/input/inner/name is `true`; text");
        assertThat(errors("{'count': 1, 'inner': {'flag': 'true'}}"))
                .containsExactly("/input/inner/flag is `\"true\"`; true or false");
    }

    @Test
    void proposesNullOnlyWhereItIsAccepted() throws JsonProcessingException {
        InputType number = new InputType(Long.class);
        assertThat(number.errors(json("null"), "").toString()).contains("Set it to a whole number.");
        assertThat(number.errors(json("'x'"), "").toString())
                .contains("a whole number")
                .doesNotContain("null");

        InputType counts = new InputType(Counts.class, List.of("/needed"));
        assertThat(counts.errors(json("{'needed': 'x', 'other': 'x'}"), "").toString())
                .containsOnlyOnce("Set it to a whole number from -2147483648 to 2147483647.")
                .containsOnlyOnce("Set it to a whole number from -2147483648 to 2147483647, or null.");
    }

    public record Counts(Integer needed, Integer other) {}

    @Test
    void acceptsANumberForText() throws JsonProcessingException {
        assertThat(errors("{'count': 1, 'inner': {'flag': true, 'name': 7}}")).isEmpty();
    }

    @Test
    void acceptsWholeNumbersAndNonFiniteTextForFloatingPoint() throws JsonProcessingException {
        InputType fractions = new InputType(double[].class);

        assertThat(fractions.errors(json("[1, 2.5, -0, 'NaN', 'Infinity']"), ""))
                .isEmpty();
        assertThat(fractions.errors(json("['1.5']"), "")).hasSize(1);
    }

    @Test
    void reportsWhatTheTypeItselfRefuses() throws JsonProcessingException {
        assertThat(errors("{'count': 1, 'inner': {'flag': true, 'name': ' '}}"))
                .containsExactly("/input/inner is rejected: the name is blank; a value that its type accepts");
    }

    @Test
    void reportsOneErrorAtTheTopLevel() throws JsonProcessingException {
        assertThat(errors("[1]")).containsExactly("/input is a list; an object");
        assertThat(errors("null")).containsExactly("/input is null; an object");
        assertThat(errors("'text'")).hasSize(1).first().asString().startsWith("/input is `text`");
    }

    @Test
    void isUsedByTheRunService() throws JsonProcessingException {
        JsonNode wrong = json("{'count': 'x', 'y': 1}");

        assertThatThrownBy(() -> numbers.check(wrong))
                .isInstanceOf(RunRefused.class)
                .hasMessageStartingWith("The input is invalid:\n  `/count` is `x`, but must be a whole number")
                .hasMessageContaining("\n  `/y` is unknown");
    }

    @Test
    void namesAMissingClass() {
        assertThatThrownBy(() -> InputType.of("no.such.Type")).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> errors(Class<?> type, String input) throws JsonProcessingException {
        return new InputType(type)
                .errors(json(input), "").stream()
                        .map(error -> error.at() + " " + error.found() + "; " + error.expected())
                        .toList();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@JsonSubTypes.Type(value = Card.class, name = "card"), @JsonSubTypes.Type(Cash.class)})
    sealed interface Payment permits Card, Cash {}

    record Card(String number) implements Payment {}

    @JsonTypeName("cash")
    record Cash(long cents) implements Payment {}

    @SuppressWarnings("ArrayRecordComponent") // Only read from JSON.
    record Order(Payment payment, Map<Integer, String> prices, Map<Thread.State, String> states, byte[] label) {}

    record Copied(List<String> articles) {
        Copied {
            articles = List.copyOf(articles);
        }
    }

    record Uninitialized(String id) {
        static final int NUMBER = Integer.parseInt("none");
    }

    @Test
    void namesTheFieldAndTheNamesOfSubtypes() throws JsonProcessingException {
        assertThat(errors(Payment.class, "{'number': '4'}"))
                .containsExactly("/@type is missing; one of `card`, `cash`");
        assertThat(errors(Order.class, "{'payment': {'@type': 'coin'}, 'label': '%'}"))
                .containsExactly("/payment/@type is `coin`; one of `card`, `cash`", "/label is `%`; text in base64");
    }

    @Test
    void namesTheWrongKeysOfMaps() throws JsonProcessingException {
        assertThat(errors(Order.class, "{'prices': {'a': '', '1': '', 'b': ''}, 'states': {'NEW': '', 'OLD': ''}}"))
                .hasSize(3)
                .allMatch(error -> error.contains("; an object, each of whose keys is "))
                .anyMatch(error -> error.startsWith("/prices has the key `a`"))
                .anyMatch(error -> error.startsWith("/prices has the key `b`"))
                .anyMatch(error -> error.startsWith("/states has the key `OLD`") && error.contains("`NEW`"));
    }

    @Test
    void explainsAConstructorThatThrowsWithoutAMessage() throws JsonProcessingException {
        assertThat(errors(Copied.class, "{'articles': ['a', null]}"))
                .singleElement()
                .asString()
                .contains("is rejected: its constructor threw java.lang.NullPointerException (InputTypeTest.java:");
    }

    @Test
    void explainsAStaticInitializerThatThrows() throws JsonProcessingException {
        for (int use = 1; use <= 2; use++) { // Java has the exception itself for the first use only.
            assertThat(errors(Uninitialized.class, "{'id': 'a'}"))
                    .singleElement()
                    .asString()
                    .contains("a static initializer threw java.lang.NumberFormatException: For input string: \"none\""
                            + " (InputTypeTest.java:");
        }
    }

    enum Band {
        RED,
        @JsonProperty("blue-ish")
        BLUE
    }

    @SuppressWarnings("ArrayRecordComponent") // Only read from JSON.
    record Scene(
            Band band,
            Map<Band, Integer> widths,
            Instant taken,
            Duration step,
            LocalDate day,
            List<ZonedDateTime> seen,
            @JsonFormat(shape = JsonFormat.Shape.NUMBER) Instant seconds,
            int[][] grid,
            URI place) {}

    @Test
    void namesConstantsOfEnumsAsJsonHasThem() throws JsonProcessingException {
        assertThat(errors(Scene.class, "{'band': 'blue-ish', 'widths': {'blue-ish': 1}}"))
                .isEmpty();
        assertThat(errors(Scene.class, "{'band': 'BLUE', 'widths': {'BLUE': 1}}"))
                .containsExactly(
                        "/band is `BLUE`; one of `RED`, `blue-ish`",
                        "/widths has the key `BLUE`; an object, each of whose keys is one of `RED`, `blue-ish`");
    }

    @Test
    void refusesNumbersAndListsForTimesThatAreWrittenAsText() throws JsonProcessingException {
        assertThat(errors(Scene.class, "{'taken': 1780000000000, 'step': 300, 'day': [2026, 1, 31], 'seen': [1.5]}"))
                .containsExactly(
                        "/taken is `1780000000000`; a time in ISO 8601, such as `2026-01-31T12:00:00Z`",
                        "/step is `300`; a duration in ISO 8601, such as `PT5M`",
                        "/day is a list; a date in ISO 8601, such as `2026-01-31`",
                        "/seen/0 is `1.5`; a time in ISO 8601, such as `2026-01-31T12:00:00+01:00[Europe/Paris]`");
        assertThat(errors(Scene.class, "{'taken': '2026-01-31T12:00:00Z', 'step': 'PT5M', 'day': '2026-01-31'}"))
                .isEmpty();
        assertThat(errors(Scene.class, "{'seen': ['2026-03-29T01:30:00+01:00[Europe/Paris]', null], 'taken': null}"))
                .isEmpty();
        assertThat(errors(Scene.class, "{'seconds': 1780000000}")).isEmpty();
    }

    @Test
    void refusesEmptyTextThatWouldBecomeNull() throws JsonProcessingException {
        assertThat(errors(
                        Scene.class,
                        "{'band': '', 'widths': '', 'taken': '', 'step': '', 'day': '', 'seen': [''], 'grid': ''}"))
                .extracting(error -> error.substring(0, error.indexOf(';')))
                .containsExactly(
                        "/band is `\"\"`",
                        "/widths is `\"\"`",
                        "/taken is `\"\"`",
                        "/step is `\"\"`",
                        "/day is `\"\"`",
                        "/seen/0 is `\"\"`",
                        "/grid is `\"\"`");
        assertThat(errors(String.class, "''")).isEmpty();
        assertThat(errors(Object.class, "''")).isEmpty();
    }

    record Prices(Map<LocalDate, Integer> days, Map<Duration, Integer> steps, Map<Instant, Integer> times) {}

    @Test
    void refusesEmptyKeysThatWouldBecomeNull() throws JsonProcessingException {
        assertThat(errors(Prices.class, "{'days': {'': 1}, 'steps': {'': 1}, 'times': {'': 1}}"))
                .extracting(error -> error.substring(0, error.indexOf(", such")))
                .containsExactly(
                        "/days has the key ``; an object, each of whose keys is a date in ISO 8601",
                        "/steps has the key ``; an object, each of whose keys is a duration in ISO 8601",
                        "/times has the key ``; an object, each of whose keys is a time in ISO 8601");
        assertThat(errors(Prices.class, "{'days': {'2026-01-31': 1}, 'steps': {'PT5M': 1}}"))
                .isEmpty();
    }

    @Test
    void describesElementsOfNestedArrays() throws JsonProcessingException {
        assertThat(errors(Scene.class, "{'grid': [[1, 'a'], 3]}"))
                .containsExactly(
                        "/grid/0/1 is `a`; a whole number from -2147483648 to 2147483647", "/grid/1 is `3`; a list");
        assertThat(errors(Scene.class, "{'grid': 'a'}")).containsExactly("/grid is `a`; a list");
        assertThat(errors(int[].class, "['x', 'y']")).hasSize(2).allMatch(error -> error.contains("a whole number"));
    }

    @Test
    void acceptsNothingButNullForVoid() throws JsonProcessingException {
        assertThat(errors(Void.class, "null")).isEmpty();
        assertThat(errors(Void.class, "{}")).containsExactly(" is an object; null");
    }
}
