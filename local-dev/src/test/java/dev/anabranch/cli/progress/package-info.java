/** Tests of what is drawn and said while a run goes on. */
@NullMarked
package dev.anabranch.cli.progress;

import org.jspecify.annotations.NullMarked;
