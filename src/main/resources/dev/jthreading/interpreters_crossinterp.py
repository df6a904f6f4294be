# Runs as the body of a function, all of whose names are global: so contexts share its code.
__doc__ = """What queues and channels between interpreters have in common: what stands for an item whose interpreter has ended."""


class classonly:
    """A class method that instances of the class do not have. May be used as a decorator."""

    def __init__(self, value):
        self._method = classmethod(value)

    def __set_name__(self, cls, name):
        self._name = name

    def __get__(self, obj, cls):
        if obj is not None:
            raise AttributeError(self._name)
        return self._method.__get__(None, cls)


class UnboundItem:
    """What stands for an item whose interpreter has ended."""

    __slots__ = ()
    _MODULE = __name__
    _NAME = "UNBOUND"

    def __new__(cls):
        raise Exception(f"use {cls._MODULE}.{cls._NAME}")

    def __repr__(self):
        return f"{self._MODULE}.{self._NAME}"

    @classonly
    def singleton(cls, kind, module, name="UNBOUND"):
        """Return the one instance of a new subclass. kind says what it is an item of, the others under what name it is to be found."""
        namespace = {
            "__doc__": f"What stands for an item of a {kind} whose interpreter has ended.",
            "__module__": cls.__module__,
            "_MODULE": module,
            "_NAME": name,
        }
        return object.__new__(type(f"Unbound{kind.capitalize()}Item", (cls,), namespace))


UNBOUND = object.__new__(UnboundItem)
UNBOUND_ERROR = object()
UNBOUND_REMOVE = object()
_UNBOUND_CONSTANT_TO_FLAG = {UNBOUND_REMOVE: 1, UNBOUND_ERROR: 2, UNBOUND: 3}
_UNBOUND_FLAG_TO_CONSTANT = {flag: constant for constant, flag in _UNBOUND_CONSTANT_TO_FLAG.items()}


class ItemInterpreterDestroyed(Exception):
    """The interpreter that sent an item has ended."""


def serialize_unbound(unbound):
    """Return, in a tuple, the number by which interpreters tell each other what is to become of an item."""
    try:
        return (_UNBOUND_CONSTANT_TO_FLAG[unbound],)
    except KeyError:
        raise NotImplementedError(f"unsupported unbound replacement op {unbound!r}") from None


def resolve_unbound(flag, exctype_destroyed):
    """Return what stands for an item, by the number that serialize_unbound() gave; or raise the exception, if that was asked for."""
    try:
        constant = _UNBOUND_FLAG_TO_CONSTANT[flag]
    except KeyError:
        raise NotImplementedError(f"unsupported unbound replacement op {flag!r}") from None
    if constant is UNBOUND_REMOVE:
        # Such an item is never received.
        raise NotImplementedError
    if constant is UNBOUND_ERROR:
        raise exctype_destroyed("item's original interpreter destroyed")
    return constant
