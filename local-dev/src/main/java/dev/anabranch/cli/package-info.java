/**
 * The command line: parses what was typed, calls the library, shows progress on standard error and results on standard output.
 * It decides nothing about workflows. Exit codes are in {@link dev.anabranch.cli.ExitCode}.
 */
@NullMarked
package dev.anabranch.cli;

import org.jspecify.annotations.NullMarked;
