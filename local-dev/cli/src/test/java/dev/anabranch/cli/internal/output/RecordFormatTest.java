package dev.anabranch.cli.internal.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.cli.internal.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class RecordFormatTest {

    private static final String HOSTILE = "\u001b[2J\u009b\0\u202e,=1+1";

    private static String printed(RecordFormat format, boolean terminal) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode().put("value", HOSTILE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RecordFormat.Printer printer = new RecordFormat.Printer(
                format,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new Terminal(terminal, 80, 24, true, terminal))) {
            printer.print(entry);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void controlCharactersAreEscapedOnATerminal() {
        String escaped = "\\u001b[2J\\u009b\\u0000\\u202e,=1+1";

        assertThat(printed(RecordFormat.CSV, true).lines()).containsExactly("value", '"' + escaped + '"');
        // JSON has the same escapes, so it has the same value.
        assertThat(printed(RecordFormat.JSONL, true)).isEqualToIgnoringCase("{\"value\":\"" + escaped + "\"}\n");
        assertThat(printed(RecordFormat.JSON, true)).doesNotContain("\u009b", "\u202e");
    }

    @Test
    void valuesInAFileAreUnchanged() {
        assertThat(printed(RecordFormat.CSV, false).lines()).containsExactly("value", '"' + HOSTILE + '"');
    }
}
