/** What the training run of the launcher's class-data archive runs. */
@NullMarked
package dev.anabranch.cli.internal.training;

import org.jspecify.annotations.NullMarked;
