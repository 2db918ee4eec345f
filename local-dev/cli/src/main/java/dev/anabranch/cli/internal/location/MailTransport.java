package dev.anabranch.cli.internal.location;

import dev.anabranch.client.internal.transport.ApiAnswer;
import dev.anabranch.client.internal.transport.ApiCall;
import dev.anabranch.client.internal.transport.ApiUnavailable;
import dev.anabranch.client.internal.transport.CallInterrupted;
import dev.anabranch.client.internal.transport.Transport;
import dev.anabranch.embedded.internal.local.ApiMail;
import dev.anabranch.embedded.internal.local.Sleeper;
import dev.anabranch.runs.internal.api.ApiRequest;
import dev.anabranch.runs.internal.api.ApiResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A transport to the process that holds a data folder, such as an {@code anabranch run} in another terminal. */
final class MailTransport implements Transport {

    private final Path folder;
    private final ApiMail mail;
    private final RandomGenerator random;

    MailTransport(Path folder, RandomGenerator random) {
        this.folder = folder;
        this.mail = new ApiMail(folder);
        this.random = random;
    }

    @Override
    public ApiAnswer send(ApiCall call) {
        String[] target = call.target().split("\\?", 2);
        ApiRequest request = new ApiRequest(
                IdempotencyKeys.next(random),
                call.method(),
                "",
                target[0],
                target.length > 1 ? target[1] : "",
                call.headers(),
                call.body());
        try {
            ApiResponse response = mail.send(request, MailTransport::pause);
            Map<String, String> headers = new HashMap<>();
            response.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
            return new ApiAnswer(response.status(), headers, response.body(), false);
        } catch (IOException e) {
            throw new ApiUnavailable(e.getMessage() + ".", e);
        }
    }

    private static void pause(Duration time) {
        Sleeper.sleep(time);
        if (Thread.currentThread().isInterrupted()) {
            throw new CallInterrupted();
        }
    }

    @Override
    public InputStream open(URI link, Optional<String> range) {
        throw new ApiUnavailable(
                "A value is too large to be read from another process. Use `anabranch serve` and `--url`.");
    }

    @Override
    public String address() {
        return "the process that holds " + folder;
    }
}
