@NullMarked
package dev.anabranch.engine.journal;

import org.jspecify.annotations.NullMarked;
