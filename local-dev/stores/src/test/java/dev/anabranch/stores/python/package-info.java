/** Independent programs in Python, for second opinions; each in a virtual environment of its own. */
@NullMarked
package dev.anabranch.stores.python;

import org.jspecify.annotations.NullMarked;
