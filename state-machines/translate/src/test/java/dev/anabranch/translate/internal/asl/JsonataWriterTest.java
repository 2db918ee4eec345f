package dev.anabranch.translate.internal.asl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonataWriterTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1|1",
                "null|null",
                "`\"plain\"`|`\"plain\"`",
                "`\"a {% b %} c\"`|`\"a {% b %} c\"`",
                "`\"{% $states.input %}\"`|`\"{% \\\"{% $states.input %}\\\" %}\"`",
                "`\"{%\"`|`\"{% \\\"{%\\\" %}\"`",
                "`\"%}\"`|`\"{% \\\"%}\\\" %}\"`",
                "`[{\"a\":\"{% b\"}]`|`[{\"a\":\"{% \\\"{% b\\\" %}\"}]`",
                "`\"${Table}\"`|`\"{% \\\"$\\\\u007bTable}\\\" %}\"`",
                "`{\"${a}\":[null,\"b\"]}`|`\"{% {\\\"$\\\\u007ba}\\\":[null,\\\"b\\\"]} %}\"`"
            })
    void constantsEvaluateToThemselves(String json, String written) throws JsonProcessingException {
        assertThat(JsonataWriter.literal(JSON.readTree(json)).toString()).isEqualTo(written);
    }
}
