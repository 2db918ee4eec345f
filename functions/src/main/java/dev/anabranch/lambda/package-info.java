/** Where Lambda enters: settings are read from the environment once, clients are built, and everything else is handed in. */
@NullMarked
package dev.anabranch.lambda;

import org.jspecify.annotations.NullMarked;
