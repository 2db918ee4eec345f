/**
 * How far the fan-outs of a run are, shown while it goes on: bars on a terminal, a line now and then elsewhere.
 * {@link dev.anabranch.cli.internal.progress.RunProgress} hears it from a run in this process,
 * {@link dev.anabranch.cli.internal.progress.RunFollower} asks a run API.
 */
@NullMarked
package dev.anabranch.cli.internal.progress;

import org.jspecify.annotations.NullMarked;
