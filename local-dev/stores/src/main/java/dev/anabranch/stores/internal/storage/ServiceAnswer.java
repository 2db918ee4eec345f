package dev.anabranch.stores.internal.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What Step Functions adds to the answer of a service that a Task state called. */
final class ServiceAnswer {

    private static final int OK = 200;

    private ServiceAnswer() {}

    static ObjectNode withMetadata(ObjectNode answer) {
        answer.remove("ResponseMetadata");
        answer.putObject("SdkHttpMetadata").put("HttpStatusCode", OK);
        answer.putObject("SdkResponseMetadata").put("RequestId", "local");
        return answer;
    }
}
