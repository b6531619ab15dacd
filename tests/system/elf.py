"""What a program's file says of how it was built, by readelf."""
import re
import subprocess

PROGRAMS = ("kleosd", "kleos-members", "kleos-recognitions", "kleos-awards", "kleos-gateway", "kleos")


def readelf(path, *words):
    return subprocess.run(["readelf", "-W", *words, str(path)], capture_output=True, text=True, check=True).stdout


def weaknesses(path, fortified=True):
    """What is wrong with the program, in words; nothing is well."""
    head, dynamic, segments = readelf(path, "-h"), readelf(path, "-d"), readelf(path, "-l")
    symbols = set(re.findall(r"UND +(\w+)", readelf(path, "--dyn-syms")))
    flags = lambda kind: re.findall(rf"^ +{kind} .* 0x[0-9a-f]+ +([RWE ]+?) +0x", segments, re.MULTILINE)
    found = {
        "it is not position independent": "DYN" in head and "PIE" in dynamic,
        "functions are bound when they are first called": "BIND_NOW" in dynamic,
        "there is no RELRO segment": bool(flags("GNU_RELRO")),
        "the stack can be executed": flags("GNU_STACK") == ["RW"],
        "code and data share a segment": all(f in ("R", "R E", "RW") for f in flags("LOAD")) and flags("LOAD")[0] == "R",
        "it looks for libraries where somebody may put some": not re.search("RPATH|RUNPATH", dynamic),
        "no stack protector": "__stack_chk_fail" in symbols,
        "no fortified calls": not fortified or any(s.endswith("_chk") for s in symbols - {"__stack_chk_fail"}),
    }
    return [wrong for wrong, well in found.items() if not well]
