package dev.anabranch.runs.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentTextTest {

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "a+b, a+b",
        "a%2Bb%2b, a+b+",
        "a%20%25, 'a %'",
        "r%C3%BCgen, rügen",
        "rügen%F0%9F%8C%8A, rügen🌊",
        "%ef%bf%bd\uFFFD, \uFFFD\uFFFD"
    })
    void decodesWhatIsEncodedAndNothingElse(String encoded, String text) {
        assertThat(PercentText.decode(encoded)).hasValue(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%", "%2", "%zz", "%-1", "%+1", "%ff", "%C3", "%EF%BF", "%ED%A0%80", "%C0%AF", "%ff%EF%BF%BD"})
    void refusesInvalidEscapesAndBytesThatAreNotUtf8(String encoded) {
        assertThat(PercentText.decode(encoded)).isEmpty();
    }

    @Test
    void decodesEveryCharacterThatItEncodes() {
        String all = "az AZ 09-_.~!*'();:@&=+$,/?#[]%\t\n\u0000ü€🌊";

        assertThat(PercentText.encode(all)).matches("[A-Za-z0-9%._*-]+");
        assertThat(PercentText.decode(PercentText.encode(all))).hasValue(all);
    }
}
