package dev.anabranch.stores.internal.http.json;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A service with the AWS JSON protocol, version 1.0. */
public interface JsonService {

    /**
     * @param operation the API's name of the operation, from the {@code X-Amz-Target} header
     * @throws ApiException if the request is rejected
     */
    ObjectNode call(String operation, JsonRequest request);
}
