package dev.anabranch.cli.internal.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
    /** Comma-separated values with a heading (RFC 4180); a value that is not text is JSON. */
    CSV;

    /** Prints the records of a list, one after the other. */
    public static final class Printer implements AutoCloseable {
        private final RecordFormat format;
        private final PrintStream out;
        private boolean any;

        /** @param format not {@link #TABLE} */
        public Printer(RecordFormat format, PrintStream out) {
            this.format = format;
            this.out = out;
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
                out.println(String.join(",", cells));
            } else if (format == JSON) {
                withoutAbsent(entry);
                out.print((any ? ",\n " : "[") + entry);
            } else {
                withoutAbsent(entry);
                out.println(entry);
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
