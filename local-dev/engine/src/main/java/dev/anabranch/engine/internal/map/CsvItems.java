package dev.anabranch.engine.internal.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.internal.definition.MapFields;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads items that are rows of a CSV file. An item is an object of texts. Missing fields are empty, and surplus fields
 * are ignored. Of equal headers, the last one applies.
 */
final class CsvItems {

    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final char delimiter;
    private final @Nullable List<String> givenHeaders;

    CsvItems(char delimiter, @Nullable List<String> givenHeaders) {
        this.delimiter = delimiter;
        this.givenHeaders = givenHeaders;
    }

    static CsvItems of(MapFields.Reader reader) {
        String name = reader.csvDelimiter() == null ? "COMMA" : reader.csvDelimiter();
        char delimiter =
                switch (name) {
                    case "PIPE" -> '|';
                    case "SEMICOLON" -> ';';
                    case "SPACE" -> ' ';
                    case "TAB" -> '\t';
                    default -> ',';
                };
        return new CsvItems(delimiter, reader.csvHeaders());
    }

    List<JsonNode> read(InputStream in, long most) throws IOException {
        Reader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        skipByteOrderMark(reader);
        List<String> headers = givenHeaders == null ? row(reader) : givenHeaders;
        List<JsonNode> items = new ArrayList<>();
        if (headers == null) {
            return items;
        }
        for (List<String> row = row(reader); row != null && items.size() < most; row = row(reader)) {
            items.add(item(headers, row));
        }
        return items;
    }

    private static void skipByteOrderMark(Reader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
    }

    private static JsonNode item(List<String> headers, List<String> row) {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < headers.size(); i++) {
            item.put(headers.get(i), i < row.size() ? row.get(i) : "");
        }
        return item;
    }

    /**
     * Reads the next row, and skips empty lines. A row ends with LF, CR or both. Quoted fields may contain delimiters
     * and line ends. Doubled quotes are one quote in every field. A backslash escapes the next character. Returns null
     * at the end of the file.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/example-csv-parse-dist-map.html">How Step
     *     Functions parses input CSV files</a>
     */
    private @Nullable List<String> row(Reader reader) throws IOException {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        boolean started = false;
        for (int c = reader.read(); c != -1; c = reader.read()) {
            if (c == '\\') {
                int escaped = reader.read();
                if (escaped != -1) {
                    field.append((char) escaped);
                }
            } else if (c == '"' && (quoted || field.length() > 0) && peek(reader) == '"') {
                reader.read();
                field.append('"');
            } else if (c == '"' && (quoted || field.length() == 0)) {
                quoted = !quoted;
                started = true;
            } else if (quoted) {
                field.append((char) c);
            } else if (c == delimiter) {
                fields.add(field.toString());
                field.setLength(0);
                started = true;
            } else if (c != '\r' && c != '\n') {
                field.append((char) c);
            } else if (started || field.length() > 0) {
                fields.add(field.toString());
                return fields;
            }
        }
        if (!started && field.length() == 0) {
            return null;
        }
        fields.add(field.toString());
        return fields;
    }

    private static int peek(Reader reader) throws IOException {
        reader.mark(1);
        int next = reader.read();
        reader.reset();
        return next;
    }
}
