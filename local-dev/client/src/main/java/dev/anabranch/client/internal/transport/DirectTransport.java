package dev.anabranch.client.internal.transport;

import dev.anabranch.runs.internal.api.ApiRequest;
import dev.anabranch.runs.internal.api.ApiResponse;
import dev.anabranch.runs.internal.api.PayloadLinks;
import dev.anabranch.runs.internal.api.RunApi;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A transport to a run API in this process. Exceptions of the API are propagated. Not thread-safe. */
public final class DirectTransport implements Transport {

    private static final String SCHEME = "payload";
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
    private static final int ITS_FAULT = 500;

    private final RunApi api;
    private final PayloadStore payloads;
    private @Nullable Throwable failure;

    /**
     * Creates a transport.
     *
     * @param parts the API without links and log
     */
    public DirectTransport(RunApi.Builder parts, PayloadStore payloads) {
        this.payloads = payloads;
        api = parts.payloads(payloads)
                .links(links())
                .log((request, thrown) -> failure = thrown)
                .build();
    }

    private static PayloadLinks links() {
        return key -> {
            try {
                return new URI(SCHEME, null, "/" + key, null);
            } catch (URISyntaxException e) {
                throw new IllegalStateException("The constructor percent-encodes the path.", e);
            }
        };
    }

    @Override
    public String address() {
        return "this machine";
    }

    @Override
    public ApiAnswer send(ApiCall call) {
        String[] target = call.target().split("\\?", 2);
        ApiResponse response = api.handle(new ApiRequest(
                "local",
                call.method(),
                "",
                target[0],
                target.length > 1 ? target[1] : "",
                call.headers(),
                call.body()));
        Throwable thrown = failure;
        failure = null;
        if (response.status() >= ITS_FAULT && thrown != null) {
            if (thrown instanceof Error error) {
                throw error;
            }
            throw thrown instanceof RuntimeException exception ? exception : new IllegalStateException(thrown);
        }
        Map<String, String> headers = new HashMap<>();
        response.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return new ApiAnswer(response.status(), headers, response.body(), false);
    }

    @Override
    public InputStream open(URI link, Optional<String> range) {
        String key = link.getPath().substring(1);
        Optional<Matcher> part = range.map(RANGE::matcher).filter(Matcher::matches);
        if (part.isEmpty()) {
            return payloads.open(key);
        }
        long first = Long.parseLong(part.get().group(1));
        long last = Long.parseLong(part.get().group(2));
        return payloads.open(key, first, last - first + 1);
    }
}
