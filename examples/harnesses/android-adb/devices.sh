#!/bin/sh
# The serials of all phones that are connected and allow adb, one a line.
adb devices | sed -n 's/\tdevice$//p'
