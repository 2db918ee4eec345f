package dev.anabranch.embedded.internal.local;

import dev.anabranch.embedded.internal.cloud.RemoteStores;
import dev.anabranch.embedded.internal.runapi.ApiEndpoint;
import dev.anabranch.runs.internal.api.RunApi;
import dev.anabranch.runs.internal.api.ServedWorkflow;
import dev.anabranch.stores.internal.http.CloudEndpoint;
import dev.anabranch.stores.internal.http.server.RequestCosts;
import dev.anabranch.stores.internal.http.server.SignedLinks;
import dev.anabranch.stores.internal.storage.FolderProcesses.Address;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.stores.internal.storage.StoreFaults;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ports of a process for the other processes that use its data folder, on loopback. */
final class FolderEndpoint implements AutoCloseable {

    private static final int TOKEN_BITS = 256;

    private final Address address;
    private final CloudEndpoint services;
    private final @Nullable ApiEndpoint api;

    private FolderEndpoint(Address address, CloudEndpoint services, @Nullable ApiEndpoint api) {
        this.address = address;
        this.services = services;
        this.api = api;
    }

    /**
     * Opens the ports of the process that holds the folder.
     *
     * @param stores the stores of the folder
     * @param storage their storage
     */
    static FolderEndpoint ofHolder(
            LocalCloud local, RemoteStores stores, Storage storage, List<ServedWorkflow> workflows) {
        String token = token(local);
        RequestCosts costs = new RequestCosts();
        StoreFaults durable = new StoreFaults() {
            @Override
            public void before(Call call) {
                storage.writeThrough();
            }
        };
        CloudEndpoint services = CloudEndpoint.builder()
                .stepFunctions(local.cloud().engine(), local.clock())
                // Not SupportedOperations, which load all model classes of the SDK: that takes longer than a small run.
                .dynamoDb(stores.dynamoDb(costs, durable))
                .s3(stores.s3(costs, durable))
                .costs(costs)
                .token(Optional.of(token))
                .start();
        SignedLinks links = new SignedLinks(services.uri(), Optional.of(token));
        RunApi runs = ServedApi.parts(local, workflows)
                .payloads(local.cloud().payloads())
                .links(key -> links.to(local.cloud().bucket(), key))
                .log((request, thrown) -> {})
                .build();
        ApiEndpoint api = ApiEndpoint.start(runs, local.random(), Optional.of(token), 0);
        return new FolderEndpoint(
                new Address(ProcessHandle.current().pid(), services.uri(), Optional.of(api.uri()), token),
                services,
                api);
    }

    /** Opens the port of a process that executes runs with the stores of the holder. */
    static FolderEndpoint ofGuest(LocalCloud local) {
        String token = token(local);
        CloudEndpoint services = CloudEndpoint.builder()
                .stepFunctions(local.cloud().engine(), local.clock())
                .token(Optional.of(token))
                .start();
        return new FolderEndpoint(
                new Address(ProcessHandle.current().pid(), services.uri(), Optional.empty(), token), services, null);
    }

    private static String token(LocalCloud local) {
        byte[] bytes = new byte[TOKEN_BITS / Byte.SIZE];
        local.random().nextBytes(bytes);
        return new BigInteger(1, bytes).toString(16);
    }

    Address address() {
        return address;
    }

    @Override
    public void close() {
        if (api != null) {
            api.close();
        }
        services.close();
    }
}
