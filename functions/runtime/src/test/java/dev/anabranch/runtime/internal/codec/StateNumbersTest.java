package dev.anabranch.runtime.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StateNumbersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "9007199254740992",
                "-9007199254740992",
                "0.1",
                "1.1",
                "-100.25",
                "12345678.5",
                "0.001",
                "0.00012",
                "1.2E-300",
                "[]",
                "{\"a\":[1,2.5,{\"b\":null}]}",
                "\"9007199254740993\""
            })
    void numbersWithoutTrailingZerosArePreserved(String json) throws IOException {
        assertThat(isKept(json, true)).isTrue();
        assertThat(isKept(json, false)).isTrue();
        assertThat(isKeptInTree(json)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0",
                "-1.0",
                "0.0",
                "10.0",
                "1.10",
                "1.00",
                "0.00",
                "1E+3",
                "1.0E300",
                "1.23456E9",
                "0.0001",
                "1.0E-4",
                "1E-300",
                "[2.5,1.0]",
                "{\"a\":[{\"b\":1.0}]}"
            })
    void scalesOfDecimalsAreNotPreserved(String json) throws IOException {
        assertThat(isKept(json, true)).isFalse();
        assertThat(isKept(json, false)).isTrue();
        assertThat(isKeptInTree(json)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, 1.0, -10.0, 1e300, 1e-4, 0.1, Long.MAX_VALUE})
    void doublesHaveNoScale(double number) {
        assertThat(StateNumbers.preservesAllOf(Map.of("a", List.of(number)))).isTrue();
        assertThat(StateNumbers.preservesAllOf(Map.of("a", List.of(BigDecimal.valueOf(number)))))
                .isEqualTo(number == 0.1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740993",
                "-9007199254740993",
                "9223372036854775807",
                "-9223372036854775808",
                "123456789012345678901234567890",
                "0.1000000000000000055511151231257827",
                "1e309",
                "-1e999999",
                "[1,[9007199254740993]]",
                "{\"a\":{\"b\":0.12345678901234567891}}"
            })
    void numbersBeyondADoubleAreNotPreserved(String json) throws IOException {
        assertThat(isKept(json, true)).isFalse();
        assertThat(isKept(json, false)).isFalse();
        assertThat(isKeptInTree(json)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0", "-0.0", "-0e5"})
    void minusZeroIsNotPreserved(String json) throws IOException {
        assertThat(isKept(json, true)).isFalse();
        assertThat(isKept(json, false)).isFalse();
    }

    @Test
    void minusZeroOfADoubleIsNotPreserved() {
        assertThat(StateNumbers.preservesAllOf(-0.0)).isFalse();
        assertThat(StateNumbers.preservesAllOf(List.of(-0.0f))).isFalse();
    }

    @Test
    void checksExactlyOneElementOfAList() throws IOException {
        try (JsonParser parser = TaskJson.factory().createParser("[[1,{\"a\":2}],-0.0]")) {
            parser.nextToken();
            parser.nextToken();
            assertThat(StateNumbers.preservesNext(parser, () -> true)).isTrue();
            assertThat(parser.currentToken()).isEqualTo(JsonToken.END_ARRAY);
            parser.nextToken();
            assertThat(StateNumbers.preservesNext(parser, () -> true)).isFalse();
            assertThat(parser.nextToken()).isEqualTo(JsonToken.END_ARRAY);
        }
    }

    private static boolean isKept(String json, boolean scaled) throws IOException {
        try (JsonParser parser = TaskJson.factory().createParser(json)) {
            return StateNumbers.preservesAll(parser, () -> scaled);
        }
    }

    private static boolean isKeptInTree(String json) throws IOException {
        return StateNumbers.preservesAll(TaskJson.tree().readTree(json));
    }
}
