package dev.anabranch.stores.internal.http.json;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One operation of a JSON protocol service. It may block. */
@FunctionalInterface
public interface JsonOperation {

    /** @throws ApiException if the request is refused; so do the exceptions of the service behind it */
    ObjectNode call(JsonRequest request);
}
