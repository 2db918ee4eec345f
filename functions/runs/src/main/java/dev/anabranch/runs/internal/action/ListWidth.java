package dev.anabranch.runs.internal.action;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.StoredResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Counts the elements of a stored list, which it reads as a stream. */
final class ListWidth {

    private ListWidth() {}

    static long of(StoredResult stored, PayloadStore payloads) {
        try (InputStream in = payloads.open(stored);
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
}
