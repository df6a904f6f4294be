package dev.jthreading.sync;

/**
 * Checks the room that is left on the calling thread's stack. Where it ends, every call may fail, also a release. So
 * whoever acquires something makes sure before that there is room for the release.
 */
public final class StackRoom {

    /** 128 KiB. */
    private static final StackProbe PROBE = StackProbe.create(16_384);
    /** 256 KiB. */
    private static final StackProbe LARGE_PROBE = StackProbe.create(32_768);
    /** 512 KiB. */
    private static final StackProbe LARGEST_PROBE = StackProbe.create(StackProbe.MOST_VARIABLES);
    private static volatile boolean never;

    private StackRoom() { }

    /**
     * Returns if there is room for an operation of many steps that must run to its end: for a few Python calls.
     *
     * @throws StackOverflowError if there is not
     */
    public static void require() {
        PROBE.require(never);
    }

    /**
     * Returns if there is room for an operation that runs a program of its own.
     *
     * @throws StackOverflowError if there is not
     */
    public static void requireMuch() {
        LARGE_PROBE.require(never);
    }

    /**
     * Returns if there is room for an operation that starts Python.
     *
     * @throws StackOverflowError if there is not
     */
    public static void requireMost() {
        LARGEST_PROBE.require(never);
    }

    /**
     * Returns if there is room for the release that follows an acquire. Takes no time. The JVM checks, at the beginning of a
     * compiled method, that its interpreter would have room for the method's variables. The 1024 unused ones of this
     * method take sixteen kilobytes there.
     *
     * @throws StackOverflowError if there is not
     */
    @SuppressWarnings({"unused", "UnusedVariable"})
    public static void requireLittle() {
        long a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,aA,aB,aC,aD,aE,aF,aG,aH,aI,aJ,aK,aL,aM,aN,aO,aP,aQ,aR,aS,aT,aU,aV,aW,aX,aY,aZ,aw,ax,ay,az;
        long b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,bA,bB,bC,bD,bE,bF,bG,bH,bI,bJ,bK,bL,bM,bN,bO,bP,bQ,bR,bS,bT,bU,bV,bW,bX,bY,bZ,bw,bx,by,bz;
        long c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,cA,cB,cC,cD,cE,cF,cG,cH,cI,cJ,cK,cL,cM,cN,cO,cP,cQ,cR,cS,cT,cU,cV,cW,cX,cY,cZ,cw,cx,cy,cz;
        long d0,d1,d2,d3,d4,d5,d6,d7,d8,d9,dA,dB,dC,dD,dE,dF,dG,dH,dI,dJ,dK,dL,dM,dN,dO,dP,dQ,dR,dS,dT,dU,dV,dW,dX,dY,dZ,dw,dx,dy,dz;
        long e0,e1,e2,e3,e4,e5,e6,e7,e8,e9,eA,eB,eC,eD,eE,eF,eG,eH,eI,eJ,eK,eL,eM,eN,eO,eP,eQ,eR,eS,eT,eU,eV,eW,eX,eY,eZ,ew,ex,ey,ez;
        long f0,f1,f2,f3,f4,f5,f6,f7,f8,f9,fA,fB,fC,fD,fE,fF,fG,fH,fI,fJ,fK,fL,fM,fN,fO,fP,fQ,fR,fS,fT,fU,fV,fW,fX,fY,fZ,fw,fx,fy,fz;
        long g0,g1,g2,g3,g4,g5,g6,g7,g8,g9,gA,gB,gC,gD,gE,gF,gG,gH,gI,gJ,gK,gL,gM,gN,gO,gP,gQ,gR,gS,gT,gU,gV,gW,gX,gY,gZ,gw,gx,gy,gz;
        long h0,h1,h2,h3,h4,h5,h6,h7,h8,h9,hA,hB,hC,hD,hE,hF,hG,hH,hI,hJ,hK,hL,hM,hN,hO,hP,hQ,hR,hS,hT,hU,hV,hW,hX,hY,hZ,hw,hx,hy,hz;
        long i0,i1,i2,i3,i4,i5,i6,i7,i8,i9,iA,iB,iC,iD,iE,iF,iG,iH,iI,iJ,iK,iL,iM,iN,iO,iP,iQ,iR,iS,iT,iU,iV,iW,iX,iY,iZ,iw,ix,iy,iz;
        long j0,j1,j2,j3,j4,j5,j6,j7,j8,j9,jA,jB,jC,jD,jE,jF,jG,jH,jI,jJ,jK,jL,jM,jN,jO,jP,jQ,jR,jS,jT,jU,jV,jW,jX,jY,jZ,jw,jx,jy,jz;
        long k0,k1,k2,k3,k4,k5,k6,k7,k8,k9,kA,kB,kC,kD,kE,kF,kG,kH,kI,kJ,kK,kL,kM,kN,kO,kP,kQ,kR,kS,kT,kU,kV,kW,kX,kY,kZ,kw,kx,ky,kz;
        long l0,l1,l2,l3,l4,l5,l6,l7,l8,l9,lA,lB,lC,lD,lE,lF,lG,lH,lI,lJ,lK,lL,lM,lN,lO,lP,lQ,lR,lS,lT,lU,lV,lW,lX,lY,lZ,lw,lx,ly,lz;
        long m0,m1,m2,m3,m4,m5,m6,m7,m8,m9,mA,mB,mC,mD,mE,mF,mG,mH,mI,mJ,mK,mL,mM,mN,mO,mP,mQ,mR,mS,mT,mU,mV,mW,mX,mY,mZ,mw,mx,my,mz;
        long n0,n1,n2,n3,n4,n5,n6,n7,n8,n9,nA,nB,nC,nD,nE,nF,nG,nH,nI,nJ,nK,nL,nM,nN,nO,nP,nQ,nR,nS,nT,nU,nV,nW,nX,nY,nZ,nw,nx,ny,nz;
        long o0,o1,o2,o3,o4,o5,o6,o7,o8,o9,oA,oB,oC,oD,oE,oF,oG,oH,oI,oJ,oK,oL,oM,oN,oO,oP,oQ,oR,oS,oT,oU,oV,oW,oX,oY,oZ,ow,ox,oy,oz;
        long p0,p1,p2,p3,p4,p5,p6,p7,p8,p9,pA,pB,pC,pD,pE,pF,pG,pH,pI,pJ,pK,pL,pM,pN,pO,pP,pQ,pR,pS,pT,pU,pV,pW,pX,pY,pZ,pw,px,py,pz;
        long q0,q1,q2,q3,q4,q5,q6,q7,q8,q9,qA,qB,qC,qD,qE,qF,qG,qH,qI,qJ,qK,qL,qM,qN,qO,qP,qQ,qR,qS,qT,qU,qV,qW,qX,qY,qZ,qw,qx,qy,qz;
        long r0,r1,r2,r3,r4,r5,r6,r7,r8,r9,rA,rB,rC,rD,rE,rF,rG,rH,rI,rJ,rK,rL,rM,rN,rO,rP,rQ,rR,rS,rT,rU,rV,rW,rX,rY,rZ,rw,rx,ry,rz;
        long s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,sA,sB,sC,sD,sE,sF,sG,sH,sI,sJ,sK,sL,sM,sN,sO,sP,sQ,sR,sS,sT,sU,sV,sW,sX,sY,sZ,sw,sx,sy,sz;
        long t0,t1,t2,t3,t4,t5,t6,t7,t8,t9,tA,tB,tC,tD,tE,tF,tG,tH,tI,tJ,tK,tL,tM,tN,tO,tP,tQ,tR,tS,tT,tU,tV,tW,tX,tY,tZ,tw,tx,ty,tz;
        long u0,u1,u2,u3,u4,u5,u6,u7,u8,u9,uA,uB,uC,uD,uE,uF,uG,uH,uI,uJ,uK,uL,uM,uN,uO,uP,uQ,uR,uS,uT,uU,uV,uW,uX,uY,uZ,uw,ux,uy,uz;
        long v0,v1,v2,v3,v4,v5,v6,v7,v8,v9,vA,vB,vC,vD,vE,vF,vG,vH,vI,vJ,vK,vL,vM,vN,vO,vP,vQ,vR,vS,vT,vU,vV,vW,vX,vY,vZ,vw,vx,vy,vz;
        long w0,w1,w2,w3,w4,w5,w6,w7,w8,w9,wA,wB,wC,wD,wE,wF,wG,wH,wI,wJ,wK,wL,wM,wN,wO,wP,wQ,wR,wS,wT,wU,wV,wW,wX,wY,wZ,ww,wx,wy,wz;
        long x0,x1,x2,x3,x4,x5,x6,x7,x8,x9,xA,xB,xC,xD,xE,xF,xG,xH,xI,xJ,xK,xL,xM,xN,xO,xP,xQ,xR,xS,xT,xU,xV,xW,xX,xY,xZ,xw,xx,xy,xz;
        long y0,y1,y2,y3,y4,y5,y6,y7,y8,y9,yA,yB,yC,yD,yE,yF,yG,yH,yI,yJ,yK,yL,yM,yN,yO,yP,yQ,yR,yS,yT,yU,yV,yW,yX,yY,yZ,yw,yx,yy,yz;
        long z0,z1,z2,z3,z4,z5,z6,z7,z8,z9,zA,zB,zC,zD,zE,zF,zG,zH,zI,zJ,zK,zL,zM,zN;
        if (never) {
            throw new AssertionError("never thrown; it keeps the compiler from dropping the way back to the interpreter");
        }
    }
}
