package dev.anabranch.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One operation of a JSON protocol service. It may block. */
@FunctionalInterface
interface Operation {

    /** @throws ApiException if the request is refused; so do the exceptions of the service behind it */
    ObjectNode call(Request request);
}
