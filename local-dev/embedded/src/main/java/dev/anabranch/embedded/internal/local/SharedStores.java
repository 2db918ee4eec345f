package dev.anabranch.embedded.internal.local;

import dev.anabranch.embedded.internal.cloud.RemoteStores;
import dev.anabranch.stores.internal.dynamodb.EmbeddedDynamoDb;
import dev.anabranch.stores.internal.http.server.RequestCosts;
import dev.anabranch.stores.internal.s3.EmbeddedS3;
import dev.anabranch.stores.internal.storage.DataFolder;
import dev.anabranch.stores.internal.storage.FolderProcesses.Address;
import dev.anabranch.stores.internal.storage.StoreFaults;
import dev.anabranch.stores.internal.storage.StoreMeter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The stores of a data folder that another process holds, through AWS's protocols. If that process ends, even if it is
 * killed, the stores are those of the folder itself, which this process then holds, or those of its next holder: a call
 * that failed is repeated there, as the SDK repeats a call that AWS may have carried out.
 */
final class SharedStores implements RemoteStores, AutoCloseable {

    /** Opens the folder, or finds its holder. */
    interface Opening {
        /** Returns the place of the stores; waits until there is one. */
        Place place();
    }

    /** Where the stores are: exactly one of the two is present. */
    record Place(
            @Nullable Address holder,
            @Nullable DataFolder folder,
            @Nullable EmbeddedDynamoDb tables,
            @Nullable EmbeddedS3 buckets) {

        static Place of(Address holder) {
            return new Place(holder, null, null, null);
        }

        static Place of(DataFolder folder, EmbeddedDynamoDb tables, EmbeddedS3 buckets) {
            return new Place(null, folder, tables, buckets);
        }
    }

    /** The user's AWS configuration has no effect on calls to another process. */
    private static final ProfileFile NO_PROFILES = ProfileFile.builder()
            .content(new ByteArrayInputStream(new byte[0]))
            .type(ProfileFile.Type.CONFIGURATION)
            .build();

    private final Opening opening;
    private final Executor thread;
    private final List<AutoCloseable> clients = new CopyOnWriteArrayList<>();
    private volatile Place place;
    private @Nullable CompletableFuture<Place> next;

    /**
     * @param first the place of the stores now
     * @param opening finds the next place when the holder has ended
     * @param thread runs {@code opening}: tasks may be interrupted, which would close the files of the folder
     */
    SharedStores(Address first, Opening opening, Executor thread) {
        this.place = Place.of(first);
        this.opening = opening;
        this.thread = thread;
    }

    /** Returns where the stores are. */
    Place place() {
        return place;
    }

    @Override
    public DynamoDbClient dynamoDb(StoreMeter meter, StoreFaults faults) {
        return proxy(
                DynamoDbClient.class,
                here -> here.tables() == null
                        ? keep(remoteTables(Objects.requireNonNull(here.holder()), meter, faults))
                        : here.tables().with(meter, faults));
    }

    @Override
    public S3Client s3(StoreMeter meter, StoreFaults faults) {
        return proxy(
                S3Client.class,
                here -> here.buckets() == null
                        ? keep(remoteBuckets(Objects.requireNonNull(here.holder()), meter, faults))
                        : here.buckets().with(meter, faults));
    }

    private <C> C proxy(Class<C> type, Function<Place, C> clientAt) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new Calls<>(clientAt)));
    }

    private <C extends AutoCloseable> C keep(C client) {
        clients.add(client);
        return client;
    }

    /** The calls of one client, which follow the stores to their next place. */
    private final class Calls<C> implements InvocationHandler {

        private final Function<Place, C> clientAt;
        private @Nullable Place known;
        private @Nullable C client;

        Calls(Function<Place, C> clientAt) {
            this.clientAt = clientAt;
        }

        private synchronized C client(Place current) {
            C found = client;
            if (found == null || !current.equals(known)) {
                found = clientAt.apply(current);
                client = found;
                known = current;
            }
            return found;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            while (true) {
                Place current = place;
                try {
                    return method.invoke(client(current), arguments);
                } catch (InvocationTargetException e) {
                    Throwable thrown = e.getTargetException();
                    if (current.holder() == null || !isUnreachable(thrown)) {
                        throw thrown;
                    }
                    replace(current);
                }
            }
        }
    }

    /** Returns whether a call failed because the holder has ended or does not answer. */
    private static boolean isUnreachable(Throwable thrown) {
        if (thrown instanceof AwsServiceException refused) {
            return refused.statusCode() == 401 || refused.statusCode() == 403; // The token is that of another process.
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof AbortedException || cause instanceof InterruptedException) {
                return false;
            }
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    private void replace(Place failed) {
        CompletableFuture<Place> pending;
        synchronized (this) {
            if (!place.equals(failed)) {
                return;
            }
            if (next == null) {
                next = CompletableFuture.supplyAsync(opening::place, thread);
            }
            pending = next;
        }
        Place found;
        try {
            found = pending.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
        synchronized (this) {
            if (place.equals(failed)) {
                place = found;
                next = null;
            }
        }
    }

    private static DynamoDbClient remoteTables(Address holder, StoreMeter meter, StoreFaults faults) {
        return DynamoDbClient.builder()
                .endpointOverride(holder.services())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials(holder))
                .overrideConfiguration(calls("dynamodb", meter, faults))
                .build();
    }

    private static S3Client remoteBuckets(Address holder, StoreMeter meter, StoreFaults faults) {
        return S3Client.builder()
                .endpointOverride(holder.services())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials(holder))
                .overrideConfiguration(calls("s3", meter, faults))
                .build();
    }

    private static StaticCredentialsProvider credentials(Address holder) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(holder.token(), "not-used"));
    }

    private static ClientOverrideConfiguration calls(String service, StoreMeter meter, StoreFaults faults) {
        return ClientOverrideConfiguration.builder()
                .defaultProfileFile(NO_PROFILES)
                .addExecutionInterceptor(new ExecutionInterceptor() {
                    @Override
                    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                        String request = context.request().getClass().getSimpleName();
                        String operation = request.replaceFirst("Request$", "");
                        faults.before(new StoreFaults.Call(service, operation, context.request()));
                    }

                    @Override
                    public void beforeUnmarshalling(
                            Context.BeforeUnmarshalling context, ExecutionAttributes attributes) {
                        context.httpResponse()
                                .firstMatchingHeader(RequestCosts.HEADER)
                                .ifPresent(costs -> RequestCosts.replay(costs, meter));
                    }
                })
                .build();
    }

    /** Closes the clients, and the folder if this process holds it. */
    @Override
    public void close() {
        for (AutoCloseable client : clients) {
            try {
                client.close();
            } catch (Exception e) {
                throw new IllegalStateException("The clients of the SDK close without exceptions.", e);
            }
        }
        DataFolder held = place.folder();
        if (held != null) {
            held.close();
        }
    }
}
