package dev.anabranch.cli.internal.terminal;

import dev.anabranch.client.internal.transport.AwsAccess;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What a command gets from the machine beyond its terminal.
 *
 * @param aws who asks on AWS, and where
 * @param browser shows pages
 * @param pause lets time pass
 * @param random for keys that nobody else has
 */
public record CommandHost(AwsAccess aws, Browser browser, Consumer<Duration> pause, RandomGenerator random) {}
