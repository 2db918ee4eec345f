package dev.anabranch.runtime.internal.lambda;

import software.amazon.awssdk.services.ssm.SsmClient;

/** Reads parameters of Parameter Store, decrypted. */
final class ParameterReader {

    private final SsmClient client;

    ParameterReader(SdkClients clients) {
        client = clients.build(SsmClient.builder());
    }

    String read(String name) {
        return client.getParameter(request -> request.name(name).withDecryption(true))
                .parameter()
                .value();
    }
}
