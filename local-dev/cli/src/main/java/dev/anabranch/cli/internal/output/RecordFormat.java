package dev.anabranch.cli.internal.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.cli.internal.terminal.Terminal;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The formats of lists of records. */
public enum RecordFormat {
    /** Text for people. */
    TABLE,
    /** One JSON array. */
    JSON,
    /** One JSON object per line. */
    JSONL,
    /**
     * Comma-separated values with a heading (RFC 4180); a value that is not text is JSON. Texts are unchanged, also those
     * that a spreadsheet would take for a formula.
     */
    CSV;

    /** Prints the records of a list, one after the other. */
    public static final class Printer implements AutoCloseable {
        private final RecordFormat format;
        private final PrintStream out;
        private final Terminal terminal;
        private boolean any;

        /**
         * @param format not {@link #TABLE}
         * @param terminal may show {@code out}
         */
        public Printer(RecordFormat format, PrintStream out, Terminal terminal) {
            this.format = format;
            this.out = out;
            this.terminal = terminal;
        }

        public void print(ObjectNode entry) {
            if (format == CSV) {
                if (!any) {
                    List<String> heading = new ArrayList<>();
                    entry.fieldNames().forEachRemaining(name -> heading.add(cell(name)));
                    out.println(String.join(",", heading));
                }
                List<String> cells = new ArrayList<>();
                entry.forEach(value -> cells.add(cell(text(value))));
                out.println(terminal.shown(String.join(",", cells)));
            } else if (format == JSON) {
                withoutAbsent(entry);
                out.print((any ? ",\n " : "[") + terminal.shown(entry.toString()));
            } else {
                withoutAbsent(entry);
                out.println(terminal.shown(entry.toString()));
            }
            any = true;
        }

        /** Removes such fields that are null. In CSV they are empty cells, since all lines have the same columns. */
        private static void withoutAbsent(ObjectNode entry) {
            for (String field : List.of(RecordJson.LABEL, RecordJson.PROGRESS, RecordJson.METRICS, RecordJson.REPORT)) {
                if (entry.path(field).isNull()) {
                    entry.remove(field);
                }
            }
        }

        /** Ends the list. */
        @Override
        public void close() {
            if (format == JSON) {
                out.println(any ? "]" : "[]");
            }
        }

        private static String text(JsonNode value) {
            return value.isNull() ? "" : value.isTextual() ? value.textValue() : value.toString();
        }

        private static String cell(String text) {
            boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
        }
    }
}
