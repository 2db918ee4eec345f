package dev.anabranch.runtime.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
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
                "1.0",
                "1.0E300",
                "1.0E-300",
                "1.23456E9",
                "0.0",
                "[]",
                "{\"a\":[1,2.5,{\"b\":null}]}",
                "\"9007199254740993\""
            })
    void numbersOfADoubleArePreserved(String json) throws IOException {
        assertThat(isKept(json)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740993",
                "-9007199254740993",
                "9223372036854775807",
                "123456789012345678901234567890",
                "-0",
                "-0.0",
                "1.10",
                "1.00",
                "0.00",
                "1E+3",
                "0.1000000000000000055511151231257827",
                "1e309",
                "-1e999999",
                "[1,[9007199254740993]]",
                "{\"a\":{\"b\":0.12345678901234567891}}"
            })
    void otherNumbersAreNotPreserved(String json) throws IOException {
        assertThat(isKept(json)).isFalse();
    }

    @Test
    void checksExactlyOneElementOfAList() throws IOException {
        try (JsonParser parser = TaskJson.factory().createParser("[[1,{\"a\":2}],-0.0]")) {
            parser.nextToken();
            parser.nextToken();
            assertThat(StateNumbers.preservesNext(parser)).isTrue();
            assertThat(parser.currentToken()).isEqualTo(JsonToken.END_ARRAY);
            parser.nextToken();
            assertThat(StateNumbers.preservesNext(parser)).isFalse();
            assertThat(parser.nextToken()).isEqualTo(JsonToken.END_ARRAY);
        }
    }

    private static boolean isKept(String json) throws IOException {
        try (JsonParser parser = TaskJson.factory().createParser(json)) {
            return StateNumbers.preservesAll(parser);
        }
    }
}
