package dev.anabranch.client.internal.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLHandshakeException;

/**
 * A transport over HTTP. Network errors, 5xx and 429 are retried with exponential backoff, except if no connection was
 * ever made. Redirects are not followed, because they would send credentials to another address.
 *
 * <p>With a gate, the system property {@code jdk.httpclient.allowRestrictedHeaders} must have {@code host} before the
 * JDK's client is first used.
 */
public final class HttpTransport implements Transport {

    private static final Duration TO_CONNECT = Duration.ofSeconds(10);

    /**
     * API Gateway gives up after 30 seconds
     * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html).
     */
    private static final Duration TO_ANSWER = Duration.ofSeconds(35);

    private static final int FORBIDDEN = 403;
    private static final int UNAUTHORIZED = 401;

    private final String base;
    private final String gate;
    private final Authorization authorization;
    private final RequestRetries attempts;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TO_CONNECT)
            .build();

    private volatile boolean reached;

    /**
     * Creates a transport.
     *
     * @param address such as {@code https://abc123.execute-api.eu-west-1.amazonaws.com}; may have a path
     * @param gate the address to connect to, if it differs: an emulator serves many host names on one port
     * @param pause blocks the calling thread for a duration
     * @param random makes the jitter of retries
     */
    public HttpTransport(
            URI address,
            Optional<URI> gate,
            Authorization authorization,
            Consumer<Duration> pause,
            RandomGenerator random) {
        this.base = address.toString().replaceFirst("/$", "");
        this.gate = gate.map(
                        there -> there.resolve(address.getRawPath()).toString().replaceFirst("/$", ""))
                .orElse(base);
        this.authorization = authorization;
        this.attempts = new RequestRetries(pause, random);
    }

    @Override
    public String address() {
        return base;
    }

    @Override
    public ApiAnswer send(ApiCall call) {
        return letIn(attempts.answer((again, last) -> attempt(call, again, last)));
    }

    /** Sends the request once. Returns empty after a network error. */
    private Optional<ApiAnswer> attempt(ApiCall call, boolean again, boolean last) {
        try {
            HttpResponse<byte[]> response = client.send(request(call), HttpResponse.BodyHandlers.ofByteArray());
            reached = true;
            Map<String, String> headers = new HashMap<>();
            response.headers().map().forEach((name, values) -> headers.put(name, String.join(",", values)));
            return Optional.of(new ApiAnswer(response.statusCode(), headers, response.body(), again));
        } catch (IOException failure) {
            if (last || isHopeless(failure)) {
                throw unreachable(failure);
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallInterrupted(e);
        }
    }

    private HttpRequest request(ApiCall call) {
        URI uri = URI.create(base + call.target());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gate + call.target()))
                .timeout(TO_ANSWER.plus(call.patience()))
                .method(
                        call.method(),
                        call.body().length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(call.body()));
        call.headers().forEach(request::setHeader);
        authorization.of(call, uri).forEach(request::setHeader);
        if (!gate.equals(base)) {
            request.setHeader("Host", uri.getAuthority());
        }
        return request.build();
    }

    private ApiAnswer letIn(ApiAnswer answer) {
        if (answer.status() == UNAUTHORIZED || answer.status() == FORBIDDEN) {
            ApiUnavailable refusal = (ApiUnavailable) ApiProblem.of(answer, base);
            throw new ApiUnavailable(sentence(refusal) + " " + authorization.description());
        }
        return answer;
    }

    private static String sentence(ApiUnavailable refusal) {
        String text = String.valueOf(refusal.getMessage());
        return text.matches("(?s).*[.!?]") ? text : text + ".";
    }

    /** Returns whether no connection could be made. */
    private boolean isHopeless(IOException failure) {
        return failure instanceof SSLHandshakeException
                || (!reached && (failure instanceof ConnectException || failure instanceof UnknownHostException));
    }

    private ApiUnavailable unreachable(IOException failure) {
        String why = reason(failure);
        return new ApiUnavailable(
                "The run API at " + base + " cannot be reached" + (why.isEmpty() ? "." : ": " + why + "."), failure);
    }

    private static String reason(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return "there is no such host";
            }
        }
        if (failure instanceof HttpTimeoutException) {
            return "it does not answer in time";
        }
        if (failure instanceof ConnectException) {
            return "nothing listens there";
        }
        String said = failure.getMessage();
        return said == null ? "" : said;
    }

    /** Opens a link without credentials, because links are signed. */
    @Override
    public InputStream open(URI link, Optional<String> range) throws IOException {
        URI uri = URI.create(base).resolve(link);
        if (uri.getScheme() == null || !uri.getScheme().matches("https?")) {
            throw new ApiUnavailable(
                    "The run API at " + base + " returned the link `" + link + "`, which is not a web address.");
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TO_ANSWER);
        range.ifPresent(bytes -> request.header("Range", bytes));
        try {
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            int expected = range.isPresent() ? 206 : 200;
            if (response.statusCode() != expected) {
                response.body().close();
                throw new ApiUnavailable("The link to " + uri.getHost() + " cannot be opened: it answered "
                        + response.statusCode() + ".");
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallInterrupted(e);
        }
    }
}
