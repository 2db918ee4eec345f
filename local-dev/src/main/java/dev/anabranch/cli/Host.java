package dev.anabranch.cli;

import dev.anabranch.client.AwsAccess;
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
record Host(AwsAccess aws, Browser browser, Consumer<Duration> pause, RandomGenerator random) {}
