package dev.anabranch.run;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.anabranch.action.PayloadStore;
import dev.anabranch.action.StoredResult;
import dev.anabranch.action.TaskJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Counts the elements of a stored list, reading it as a stream. */
final class ListWidth {

    private ListWidth() {}

    static long of(StoredResult stored, PayloadStore payloads) {
        try (InputStream in = open(stored, payloads);
                JsonParser parser = TaskJson.parser(in)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return 0;
            }
            long elements = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                parser.skipChildren();
                elements++;
            }
            return elements;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(StoredResult stored, PayloadStore payloads) {
        return stored instanceof StoredResult.InStore inStore
                ? payloads.open(inStore.key())
                : new ByteArrayInputStream(((StoredResult.Inline) stored).json().getBytes(StandardCharsets.UTF_8));
    }
}
