package dev.anabranch.cli.internal.terminal;

import dev.anabranch.client.internal.transport.AwsAccess;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Services of the machine that a command uses.
 *
 * @param aws the AWS credentials and region
 * @param browser opens pages
 * @param pause blocks the calling thread for a duration
 * @param random makes idempotency keys
 * @param in standard input
 * @param launcher how the user started the command line, as a word of a shell
 */
public record CommandHost(
        AwsAccess aws,
        Browser browser,
        Consumer<Duration> pause,
        RandomGenerator random,
        InputStream in,
        String launcher) {}
