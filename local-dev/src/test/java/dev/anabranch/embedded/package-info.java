/** Tests of whole runs in the embedded cloud. */
@NullMarked
package dev.anabranch.embedded;

import org.jspecify.annotations.NullMarked;
