package dev.anabranch.engine.internal.map;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.JsonPointerBasedFilter;
import com.fasterxml.jackson.core.filter.TokenFilter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.engine.internal.value.CompactNodes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads items from JSON. An array or object is parsed element by element. */
final class JsonItems {

    private static final JsonMapper MAPPER = CompactNodes.mapper();
    private static final ObjectReader LINE =
            MAPPER.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonItems() {}

    /**
     * The items of a document.
     *
     * @param entries true if the items are the fields of an object
     */
    record Read(List<JsonNode> items, boolean entries) {}

    /** Reads the elements of an array or the entries of an object. */
    static Read read(InputStream in, @Nullable String pointer, long most) throws IOException {
        List<JsonNode> items = new ArrayList<>();
        try (JsonParser whole = MAPPER.createParser(in);
                JsonParser parser = pointer == null ? whole : at(whole, pointer)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                items = entries(parser, most);
            } else if (first == JsonToken.START_ARRAY) {
                while (items.size() < most && parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(MAPPER.readTree(parser));
                }
            } else {
                throw ItemReader.failed("Attempting to map over non-iterable node.");
            }
            if (items.size() < most && pointer == null && parser.nextToken() != null) {
                throw ItemReader.failed("The items are not one JSON value: another one follows the first.");
            }
            return new Read(items, first == JsonToken.START_OBJECT);
        }
    }

    /** Reads the fields of an object. Each item has a {@code Key} and a {@code Value}. */
    private static List<JsonNode> entries(JsonParser parser, long most) throws IOException {
        List<JsonNode> items = new ArrayList<>();
        while (items.size() < most && parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            items.add(MapItem.entry(key, MAPPER.readTree(parser)));
        }
        return items;
    }

    private static JsonParser at(JsonParser parser, String pointer) {
        return new FilteringParserDelegate(
                parser,
                new JsonPointerBasedFilter(JsonPointer.compile(pointer)),
                TokenFilter.Inclusion.ONLY_INCLUDE_ALL,
                false);
    }

    static List<JsonNode> lines(InputStream in, long most) throws IOException {
        List<JsonNode> items = new ArrayList<>();
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null && items.size() < most; line = reader.readLine()) {
            if (!line.isBlank()) {
                items.add(LINE.readTree(line));
            }
        }
        return items;
    }
}
