package dev.anabranch.stores.internal.http.json;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An operation of a JSON protocol service. It may block. */
@FunctionalInterface
public interface JsonOperation {

    /** @throws ApiException if the request is rejected; exceptions of the underlying service are also possible */
    ObjectNode call(JsonRequest request);
}
